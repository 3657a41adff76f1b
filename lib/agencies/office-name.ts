/**
 * A name as far as two writings of it are the same office's: Unicode form, case, spaces and the abbreviation UBND
 * apart. For finding suspects only, never for matching.
 */
export function foldOfficeName(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/(?:ủy|uỷ) ban nhân dân/g, 'ubnd');
}
