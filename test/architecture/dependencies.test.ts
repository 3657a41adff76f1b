import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkDependencies } from '../../scripts/dependencies.mjs';

const script = resolve('scripts/check-dependencies.mjs');
const folders: string[] = [];

/** A small house with the given files. */
function house(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'thong-suot-rules-'));
  folders.push(folder);
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** A house held against the real rules. In this process: loading the cruiser takes longer than a house does. */
async function check(files: Record<string, string>): Promise<{ passed: boolean; output: string }> {
  const { passed, faults, summary } = await checkDependencies(house(files));
  return { passed, output: [...faults, summary].join('\n') };
}

const remap = { 'lib/records/remap.ts': 'export const remap = 1;\nexport type Remap = number;\n' };

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('the dependency rules', () => {
  it('hold for this tree, with every module of lib, bin and lambdas looked at', () => {
    const output = execFileSync(process.execPath, [script], { encoding: 'utf8' });
    expect(output).toMatch(/^\d{2,} modules looked at, 0 violations, 0 missed$/m);
  });

  it('are what the script goes by, with its exit code', () => {
    const folder = house({
      ...remap,
      'lib/reconcile/check.ts': "export { remap } from '../records/remap.ts';\n",
    });
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, folder], { encoding: 'utf8' });
    expect(stderr).toBe('reconcile-trusts-nobody: lib/reconcile/check.ts -> lib/records/remap.ts\n');
    expect(stdout).toBe('2 modules looked at, 1 violations, 0 missed\n');
    expect(status).toBe(1);
  });

  it.each([
    ['a value', "import { remap } from '../records/remap.ts';\nexport const check = remap;\n"],
    ['a type alone', "import type { Remap } from '../records/remap.ts';\nexport const check: Remap = 1;\n"],
    ['a dynamic import', "export const check = () => import('../records/remap.ts');\n"],
    ['a re-export', "export { remap } from '../records/remap.ts';\n"],
  ])('are red where the reconciliation takes %s from the migration', async (_kind, content) => {
    const { passed, output } = await check({ ...remap, 'lib/reconcile/check.ts': content });
    expect(passed).toBe(false);
    expect(output).toContain('reconcile-trusts-nobody: lib/reconcile/check.ts -> lib/records/remap.ts');
  });

  it('are red where the reconciliation reads the compiled crosswalk', async () => {
    const { passed, output } = await check({
      'data/compiled/units.json': '{}',
      'lib/reconcile/check.ts': "export const load = () => import('../../data/compiled/units.json');\n",
    });
    expect(passed).toBe(false);
    expect(output).toContain('no-compiled-crosswalk-in-the-check');
  });

  it('are red where a room other than an adapter touches files', async () => {
    const { passed, output } = await check({
      'lib/batch/run.ts': "import { readFileSync } from 'node:fs';\nexport const run = readFileSync;\n",
    });
    expect(passed).toBe(false);
    expect(output).toContain('only-adapters-touch-the-host: lib/batch/run.ts');
  });

  it.each(['net', 'node:http', 'https', 'node:tls', 'dgram', 'node:fs/promises', 'http2', 'dns'])(
    'are red where a room other than an adapter takes %s',
    async (name) => {
      const { passed, output } = await check({
        'lib/batch/run.ts': `import '${name}';\nexport const run = 1;\n`,
      });
      expect(passed).toBe(false);
      expect(output).toContain('only-adapters-touch-the-host: lib/batch/run.ts');
    },
  );

  it.each([
    ['libsql', 'lib/batch/run.ts', 'only-adapters-know-the-hosts-packages'],
    ['@aws-sdk/client-s3', 'lib/batch/run.ts', 'only-adapters-know-the-hosts-packages'],
    ['@duckdb/node-api', 'lib/local/run.ts', 'only-the-check-has-the-engine'],
    ['@duckdb/node-api', 'lib/batch/run.ts', 'only-the-check-has-the-engine'],
    ['../records/remap.ts', 'lib/cli/run.ts', 'cli-knows-no-work'],
    ['../reconcile/check.ts', 'lib/cli/run.ts', 'cli-knows-no-work'],
    ['../local/store.ts', 'lib/cli/run.ts', 'cli-knows-no-work'],
  ])('are red where %s is imported by %s', async (name, path, rule) => {
    const { passed, output } = await check({
      ...remap,
      'lib/reconcile/check.ts': 'export const check = 1;\n',
      'lib/local/store.ts': 'export const store = 1;\n',
      [path]: `import '${name}';\nexport const run = 1;\n`,
    });
    expect(passed).toBe(false);
    expect(output).toContain(`${rule}: ${path}`);
  });

  it('let adapters have the host’s packages, and the check its engine', async () => {
    const { passed, output } = await check({
      'lib/local/store.ts': "import 'libsql';\nimport 'node:net';\nexport const store = 1;\n",
      'lib/reconcile/check.ts': "import '@duckdb/node-api';\nexport const check = 1;\n",
    });
    expect(output).toContain('0 violations, 0 missed');
    expect(passed).toBe(true);
  });

  it('are red where a module was not looked at', async () => {
    const { passed, output } = await check({
      ...remap,
      'lib/node_modules/hidden/index.ts': "import '../../records/remap.ts';\n",
    });
    expect(output).toContain('not looked at: lib/node_modules/hidden/index.ts');
    expect(output).toContain('1 missed');
    expect(passed).toBe(false);
  });

  it('are red where a room chooses its own adapter', async () => {
    const { passed, output } = await check({
      'lib/local/store.ts': 'export const store = 1;\n',
      'lib/batch/run.ts': "import { store } from '../local/store.ts';\nexport const run = store;\n",
    });
    expect(passed).toBe(false);
    expect(output).toContain('only-entries-choose-adapters');
  });

  it('are red where there is nothing to look at', async () => {
    expect((await check({ 'README.md': '' })).passed).toBe(false);
  });

  it('are green for a house that keeps them', async () => {
    const { passed, output } = await check({
      ...remap,
      'lib/batch/run.ts': "import { remap } from '../records/remap.ts';\nexport const run = remap;\n",
    });
    expect(output).toContain('2 modules looked at, 0 violations, 0 missed');
    expect(passed).toBe(true);
  });
});
