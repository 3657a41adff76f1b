/**
 * Orders strings by their UTF-8 bytes. That is the order of code points; JavaScript's own order, by UTF-16 code
 * units, differs where a surrogate (a code point beyond the BMP) meets a unit from U+E000 on.
 */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left === right) continue;
    const difference = left - right;
    return left >= 0xd800 && right >= 0xd800 && isSurrogate(left) !== isSurrogate(right)
      ? -difference
      : difference;
  }
  return a.length - b.length;
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
