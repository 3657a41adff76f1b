/** An independent look at the page's markup: every tag closed in order, every attribute quoted, no stray `<` or `&`. */
export function faultsOf(page: string): string[] {
  const faults: string[] = [];
  const stack: string[] = [];
  const rest = page.replace(/^<!DOCTYPE html>\n/, '').replace(/<style>[^<]*<\/style>/, '');
  let at = 0;
  for (const found of rest.matchAll(/<(\/?)([a-zA-Z][a-z0-9]*)((?:\s+[a-z-]+="[^"<]*")*)\s*(\/?)>/g)) {
    const text = rest.slice(at, found.index);
    if (/[<>]/.test(text)) faults.push(`stray bracket in text: ${text.slice(0, 40)}`);
    if (/&(?!amp;|lt;|gt;|quot;|#39;)/.test(text + found[3]))
      faults.push(`bare ampersand: ${text.slice(0, 40)}`);
    at = found.index + found[0].length;
    const [, closing, name = '', , empty] = found;
    if (closing) {
      const open = stack.pop();
      if (open !== name) faults.push(`</${name}> closes <${open}>`);
    } else if (!empty) stack.push(name);
  }
  if (rest.slice(at).trim() !== '') faults.push('text after the end');
  if (stack.length > 0) faults.push(`never closed: ${stack.join(' ')}`);
  return faults;
}
