import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { REASONS } from '../../lib/formats/reasons.ts';
import { reasonsPage } from '../../lib/report/reasons-page.ts';

it('docs/reasons.md is current (npx tsx scripts/reasons-doc.ts makes it)', () => {
  const page = readFileSync(new URL('../../docs/reasons.md', import.meta.url), 'utf8');
  expect(page).toBe(reasonsPage());
});

it('names every reason once', () => {
  const rows = reasonsPage().match(/^\| \d+ +\| `([a-z0-9-]+)`/gm) ?? [];
  expect(rows.length).toBe(REASONS.length);
});
