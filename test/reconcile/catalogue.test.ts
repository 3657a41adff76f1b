import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { CHECKS } from '../../lib/reconcile/checks.ts';
import { catalogueModule, checksPage, readChecks } from '../../scripts/checks-doc.ts';

const file = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

it('the catalogue module and docs/checks.md are current, and every check is run', () => {
  expect(file('lib/reconcile/checks/catalogue.ts')).toBe(catalogueModule());
  expect(file('docs/checks.md')).toBe(checksPage(readChecks()));
  expect(CHECKS.map((check) => check.id).sort()).toEqual(readChecks().map((check) => check.id));
});
