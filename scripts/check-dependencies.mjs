// Runs the dependency rules over lib, bin and lambdas, and fails if it saw fewer modules than there are: a cruiser that
// cruises nothing also exits 0. `node scripts/check-dependencies.mjs [FOLDER]` (a test points it at planted faults).
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { cruise } from 'dependency-cruiser';

const root = resolve(process.argv[2] ?? '.');
process.chdir(root);
const { options, ...ruleSet } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
const folders = ['lib', 'bin', 'lambdas'].filter((folder) => existsSync(folder));

const sources = folders
  .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)));

const resolving = {
  extensions: ['.ts', '.mjs', '.js', '.json'],
  exportsFields: ['exports'],
  conditionNames: ['import', 'node', 'default'],
};
const { output } = await cruise(folders, { ...options, ruleSet, validate: true }, resolving);
const seen = new Set(output.modules.map((module) => module.source));
const missed = sources.filter((source) => !seen.has(source));
for (const { rule, from, to } of output.summary.violations.filter(
  (violation) => violation.rule.severity === 'error',
))
  console.error(`${rule.name}: ${from} -> ${to}`);
for (const source of missed) console.error(`not looked at: ${source}`);
console.log(`${seen.size} modules looked at, ${output.summary.error} violations, ${missed.length} missed`);
process.exitCode = output.summary.error > 0 || missed.length > 0 || sources.length === 0 ? 1 : 0;
