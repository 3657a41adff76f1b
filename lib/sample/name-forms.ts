/** The ways in which old systems write one commune name; all of them agree after folding (docs/rules.md section 8). */
const TONE_SHIFTS: readonly (readonly [string, string])[] = [
  ['òa', 'oà'],
  ['óa', 'oá'],
  ['ỏa', 'oả'],
  ['ọa', 'oạ'],
  ['ủy', 'uỷ'],
  ['úy', 'uý'],
  ['ùy', 'uỳ'],
  ['òe', 'oè'],
];
const SHORT: readonly (readonly [RegExp, string])[] = [
  [/^Phường (\d)$/, 'Phường 0$1'],
  [/^Phường (\d+)$/, 'P.$1'],
  [/^Thị trấn /, 'TT. '],
  [/^Phường /, 'P. '],
  [/^Xã /, 'X. '],
];

/** The usual spelling three times (it is the usual one), then the odd ones. */
export function nameForms(name: string): readonly string[] {
  const forms = [name, name, name, name.normalize('NFD'), name.toUpperCase()];
  for (const [from, to] of TONE_SHIFTS) if (name.includes(from)) forms.push(name.replaceAll(from, to));
  if (name.includes('Đ')) forms.push(name.replaceAll('Đ', 'Ð'));
  for (const [pattern, short] of SHORT) if (pattern.test(name)) forms.push(name.replace(pattern, short));
  return forms;
}
