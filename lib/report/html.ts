/** Markup that is already safe to stand in the page. Only `html` and `join` make it. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = Html | string | number;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Characters that a reader can't see but that change what he reads: controls, bidirectional marks and overrides,
 * invisible joiners, lone surrogates, non-characters. They are shown as `[U+202E]`, never sent to the browser.
 */
const UNSEEN =
  /(?![\t\n\r])[\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]/gu;

/** A string of which every character is seen; tab and line ends stay. */
export function showUnseen(value: string): string {
  return value.replace(
    UNSEEN,
    (char) => `[U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}

export function escapeText(value: string): string {
  return showUnseen(value)
    .replace(/\r\n?/g, '\n')
    .replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '');
}

function render(value: Value): string {
  return value instanceof Html ? value.text : escapeText(String(value));
}

/** A template whose every value is escaped unless it is `Html` already. Attributes must be quoted. */
export function html(strings: TemplateStringsArray, ...values: Array<Value | readonly Html[]>): Html {
  let text = strings[0] ?? '';
  for (const [index, value] of values.entries()) {
    text += Array.isArray(value) ? value.map(render).join('') : render(value as Value);
    text += strings[index + 1] ?? '';
  }
  return new Html(text);
}

/**
 * A link to a file beside the report, or undefined if the path is not a plain relative one.
 * Every part is percent-encoded and `./` comes first, so a path can't be read as a scheme, a host or a query.
 */
export function relativeHref(path: string): string | undefined {
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..' || /\p{Cs}/u.test(part)))
    return undefined;
  return `./${parts.map((part) => encodeURIComponent(part).replace(/'/g, '%27')).join('/')}`;
}
