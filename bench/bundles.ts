// The bundles that deploy: their size, and how long Node takes from its start until the handler is loaded, against a
// start with nothing to load. Run by bench/run.ts; alone: npm run bench -- --only bundles.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildApp } from '../lib/infra/app.ts';
import { CODES, QUEUE_FUNCTIONS, SCHEDULED_FUNCTIONS } from '../lib/infra/functions.ts';
import { type DeclaredFunction, declaredBy } from '../test/aws/cloud/declared.ts';
import { axis, cdkJson, configOf, root, type Template } from '../test/infra/synth.ts';
import { bytesWithoutSdk } from './bundle-without-sdk.ts';
import { median } from './median.ts';

export interface BundleFigures {
  /** In `lambdas/`; several functions may share it. */
  readonly entry: string;
  readonly functions: readonly string[];
  /** The JavaScript alone. */
  readonly codeBytes: number;
  readonly codeBytesWithoutSdk: number;
  /** What is uploaded, before it is zipped: code, source map, tables, native packages. */
  readonly assetBytes: number;
  /** Median milliseconds of a process that loads the handler and ends. */
  readonly startMs: number;
}

export interface BundlesBench {
  readonly rounds: number;
  /** The same of a process that loads nothing. */
  readonly emptyStartMs: number;
  readonly bundles: readonly BundleFigures[];
}

const bytesUnder = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);

/** What Lambda sets, and what the template sets: names of resources stand for those that an account would give. */
function environmentOf({ name, environment }: DeclaredFunction): Record<string, string> {
  const declared = Object.entries(environment).map(([key, value]): [string, string] => [
    key,
    key === 'QUEUE_URLS' ? '{}' : typeof value === 'string' ? value : 'a-name',
  ]);
  return { ...Object.fromEntries(declared), AWS_REGION: 'ap-southeast-1', AWS_LAMBDA_FUNCTION_NAME: name };
}

/** Milliseconds from the start of a process to its end; it loads `file`, if any, and must find the handler there. */
function startMs(env: Record<string, string>, file?: string): number {
  const load =
    file === undefined
      ? 'process.exit(0)'
      : `import(${JSON.stringify(pathToFileURL(file).href)}).then((m) => process.exit(typeof m.handler === 'function' ? 0 : 3))`;
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['-e', load], { env, encoding: 'utf8' });
  const took = performance.now() - began;
  if (status !== 0) throw new Error(`${file ?? 'an empty start'} ended with ${status}: ${stderr}`);
  return took;
}

/** The functions with their bundles in `outdir`, those for the document axis too. */
function bundledFunctions(outdir: string): readonly DeclaredFunction[] {
  const { app, stateful, stateless } = buildApp({
    lambdas: join(root, 'lambdas'),
    configure: () => configOf({ axis }),
    app: { outdir, context: cdkJson.context },
  });
  const assembly = app.synth();
  const [data, work] = [stateful, stateless].map(
    ({ stackName }) => assembly.getStackByName(stackName).template as Template,
  );
  return declaredBy({
    data: data!,
    work: work!,
    assetOf: (s3Key) => join(outdir, `asset.${s3Key.replace(/\.zip$/, '')}`),
  }).functions;
}

export async function benchBundles(rounds: number): Promise<BundlesBench> {
  const folder = mkdtempSync(join(tmpdir(), 'thong-suot-bench-bundles-'));
  try {
    console.error('synthesising the stacks with their bundles …');
    const functions = bundledFunctions(folder);
    const plans = [...QUEUE_FUNCTIONS, CODES, ...SCHEDULED_FUNCTIONS];
    const entryOf = (name: string): string => {
      const entry = plans.find((plan) => plan.name === name)?.entry;
      if (entry === undefined) throw new Error(`no function ${name} in lib/infra/functions.ts`);
      return entry;
    };
    const entries = [...new Set(functions.map(({ name }) => entryOf(name)))];
    const sharing = new Map(
      entries.map((entry) => [entry, functions.filter(({ name }) => entryOf(name) === entry)]),
    );

    const empty: number[] = [];
    const starts = new Map<string, number[]>(entries.map((entry) => [entry, []]));
    for (let round = 1; round <= rounds; round++) {
      console.error(`round ${round}/${rounds}: starts`);
      for (const [entry, [first]] of sharing) {
        const env = environmentOf(first!);
        // Taking turns, so that what else the machine does falls on both alike.
        empty.push(startMs(env));
        starts.get(entry)!.push(startMs(env, join(first!.asset, 'index.mjs')));
      }
    }
    const bundles: BundleFigures[] = [];
    for (const [entry, who] of sharing)
      bundles.push({
        entry,
        functions: who.map(({ name }) => name),
        codeBytes: statSync(join(who[0]!.asset, 'index.mjs')).size,
        codeBytesWithoutSdk: await bytesWithoutSdk(entry),
        assetBytes: bytesUnder(who[0]!.asset),
        startMs: median(starts.get(entry)!),
      });
    return { rounds, emptyStartMs: median(empty), bundles };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function bundlesTable({ rounds, emptyStartMs, bundles }: BundlesBench): string {
  const kB = (bytes: number): string => Math.round(bytes / 1000).toLocaleString('en');
  return [
    `\nBundles of the functions; medians of ${rounds}; an empty start of Node takes ${emptyStartMs.toFixed(0)} ms\n`,
    '| entry | functions | code kB | without the SDK kB | asset kB | start ms | against an empty start |',
    '|---|---|---:|---:|---:|---:|---:|',
    ...bundles.map(
      ({ entry, functions, codeBytes, codeBytesWithoutSdk, assetBytes, startMs: ms }) =>
        `| ${entry} | ${functions.join(', ')} | ${kB(codeBytes)} | ${kB(codeBytesWithoutSdk)} | ${kB(assetBytes)} | ${ms.toFixed(0)} | ${(ms / emptyStartMs).toFixed(1)} |`,
    ),
  ].join('\n');
}
