import { createHash } from 'node:crypto';
import type { Reconciliation } from '../formats/reconciliation.ts';
import { Html, html } from './html.ts';
import { agenciesSection } from './sections/agencies.ts';
import { checksSection } from './sections/checks.ts';
import { evidenceSection } from './sections/evidence.ts';
import { communesSection, districtsSection, sourcesSection } from './sections/outcomes.ts';
import { reasonsSection } from './sections/reasons.ts';
import { stepsSection, totalsSection, verdictSection } from './sections/verdict.ts';
import { STYLE } from './style.ts';
import { bi, both, EMPTY } from './text.ts';
import { attestation } from './words.ts';

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

const PLAN_BANNER = html`<p class="plan">${both(
  bi(
    'CHẠY THỬ: kết quả này không bao giờ được dùng để chuyển đổi.',
    'DRY RUN: this result can never be switched to.',
  ),
)}</p>
`;

/**
 * `report.html` of one reconciliation: one file, Vietnamese and English, no script and no network.
 * The same model gives the same bytes (invariant 10): no clock, host or path goes in.
 */
export function renderReport(model: Reconciliation): string {
  const page = html`<!DOCTYPE html>
<html lang="vi" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="referrer" content="no-referrer"/>
<title>${model.batch} – Đối soát / Reconciliation</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
${languageSwitch()}<main>
<p class="attested">${both(attestation(model.coverage))}</p>
<h1>${both(bi('Báo cáo đối soát', 'Reconciliation report'))}: <bdi>${model.batch}</bdi></h1>
<p>${both(bi('Tỉnh đích', 'Target province'))}: <bdi>${model.targetProvince.name}</bdi> (<code>${model.targetProvince.code}</code>)</p>
${model.kind === 'plan' ? PLAN_BANNER : EMPTY}${verdictSection(model)}${totalsSection(model)}${stepsSection(model)}${reasonsSection(model)}${checksSection(model)}${agenciesSection(model)}${sourcesSection(model)}${districtsSection(model)}${communesSection(model)}${evidenceSection(model)}</main>
</body>
</html>
`;
  return page.text;
}
