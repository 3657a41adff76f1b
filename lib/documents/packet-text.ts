import { SaxesParser } from 'saxes';

/** The text of an element or attribute as XML reads it, from its bytes in a well-formed file. */
export function textOf(raw: Buffer): string {
  const text = raw.toString('utf8');
  if (!/[&<\r]/.test(text)) return text;
  const parts: string[] = [];
  // The bytes were read as Latin-1 in their file, where a reference to a character can't be told from a byte.
  const parser = new SaxesParser({ fragment: true, position: false });
  parser.on('text', (part) => parts.push(part));
  parser.on('cdata', (part) => parts.push(part));
  parser.write(text).close();
  return parts.join('');
}

/** A text as an element's content. */
export function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}
