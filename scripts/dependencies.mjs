import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { cruise } from 'dependency-cruiser';

const { options, ...ruleSet } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
const resolving = {
  extensions: ['.ts', '.mjs', '.js', '.json'],
  exportsFields: ['exports'],
  conditionNames: ['import', 'node', 'default'],
};

/**
 * Holds the tree under `root`, an absolute path, against the dependency rules: its rooms lib, bin and lambdas. A module
 * that was not looked at is missed, and a tree without modules does not pass: a cruiser that cruises nothing is content.
 */
export async function checkDependencies(root) {
  const folders = ['lib', 'bin', 'lambdas'].filter((folder) => existsSync(join(root, folder)));
  const sources = folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
  const { output } = await cruise(folders, { ...options, baseDir: root, ruleSet, validate: true }, resolving);
  const seen = new Set(output.modules.map((module) => module.source));
  const missed = sources.filter((source) => !seen.has(source));
  const violations = output.summary.violations.filter(({ rule }) => rule.severity === 'error');
  return {
    faults: [
      ...violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
      ...missed.map((source) => `not looked at: ${source}`),
    ],
    summary: `${seen.size} modules looked at, ${output.summary.error} violations, ${missed.length} missed`,
    passed: output.summary.error === 0 && missed.length === 0 && sources.length > 0,
  };
}
