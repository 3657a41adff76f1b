import type { Reconciliation } from '../formats/reconciliation.ts';
import { html } from './html.ts';
import { renderPage } from './page.ts';
import { agenciesSection } from './sections/agencies.ts';
import { checksSection } from './sections/checks.ts';
import { evidenceSection } from './sections/evidence.ts';
import { communesSection, districtsSection, sourcesSection } from './sections/outcomes.ts';
import { reasonsSection } from './sections/reasons.ts';
import { stepsSection, totalsSection, verdictSection } from './sections/verdict.ts';
import { bi, both, EMPTY } from './text.ts';
import { attestation } from './words.ts';

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
  return renderPage(
    `${model.batch} – Đối soát / Reconciliation`,
    html`<p class="attested">${both(attestation(model.coverage))}</p>
<h1>${both(bi('Báo cáo đối soát', 'Reconciliation report'))}: <bdi>${model.batch}</bdi></h1>
<p>${both(bi('Tỉnh đích', 'Target province'))}: <bdi>${model.targetProvince.name}</bdi> (<code>${model.targetProvince.code}</code>)</p>
${model.kind === 'plan' ? PLAN_BANNER : EMPTY}${verdictSection(model)}${totalsSection(model)}${stepsSection(model)}${reasonsSection(model)}${checksSection(model)}${agenciesSection(model)}${sourcesSection(model)}${districtsSection(model)}${communesSection(model)}${evidenceSection(model)}`,
  );
}
