import { createHash } from 'node:crypto';
import { Html, html } from './html.ts';
import { STYLE } from './style.ts';

/** No script, no image, no font, no form, no request of any kind: only the one style sheet, known by its digest. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;

const LANGUAGES: ReadonlyArray<readonly [id: string, label: string, checked: boolean]> = [
  ['show-vi', 'Tiếng Việt', true],
  ['show-en', 'English', false],
  ['show-both', 'Việt + English', false],
];

/** Radio buttons and style rules: choosing a language needs no script. */
const languageSwitch = (): Html => html`${LANGUAGES.map(([id, label, checked]) =>
  checked
    ? html`<input class="language" type="radio" name="language" id="${id}" aria-label="${label}" checked="checked"/>\n`
    : html`<input class="language" type="radio" name="language" id="${id}" aria-label="${label}"/>\n`,
)}<div class="languages">${LANGUAGES.map(([id, label]) => html`<label for="${id}">${label}</label>`)}</div>
`;

/** A page of its own: one file, Vietnamese and English, no script and no network. */
export function renderPage(title: string, main: Html): string {
  const page = html`<!DOCTYPE html>
<html lang="vi" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="referrer" content="no-referrer"/>
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
${languageSwitch()}<main>
${main}</main>
</body>
</html>
`;
  return page.text;
}
