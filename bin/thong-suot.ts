import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunOptions } from '../lib/batch/run.ts';
import type { Engines } from '../lib/cli/engines.ts';
import type { Host, Output } from '../lib/cli/host.ts';
import { main } from '../lib/cli/main.ts';
import { openLocalCodes } from '../lib/local/codes-place.ts';
import { envSecrets } from '../lib/local/env-secrets.ts';
import { FolderStore } from '../lib/local/folder-store.ts';
import { openLocalBatch, openLocalOutput } from '../lib/local/host.ts';
import { httpClient } from '../lib/local/http-client.ts';
import { LocalInputs } from '../lib/local/local-inputs.ts';
import { isAbsent, isWithin } from '../lib/local/paths.ts';
import { systemClock } from '../lib/local/system-clock.ts';
import { systemPause } from '../lib/local/system-pause.ts';
import { renderReport } from '../lib/report/render.ts';

/** The folder that holds `data/` and `profiles/`: beside `bin/` and beside `dist/` alike. */
const assets = fileURLToPath(new URL('..', import.meta.url));
const data = new FolderStore(resolve(assets, 'data'));
const profiles = new FolderStore(resolve(assets, 'profiles'));

/** Loaded when first used: `help` and `lookup` need no database. */
const reconcile: RunOptions['reconcile'] = async (request) =>
  (await import('../lib/reconcile/reconcile.ts')).reconcile(request);

const engines: Engines = {
  run: async (options) => {
    const { runBatch } = await import('../lib/batch/run.ts');
    return runBatch({ ...options, reconcile, render: renderReport });
  },
  status: async (options) => (await import('../lib/batch/status.ts')).readStatus(options),
  explain: async (options) => (await import('../lib/batch/explain.ts')).explainRecord(options),
  async *lookupAlias(options) {
    const { lookupAlias } = await import('../lib/batch/lookup-alias.ts');
    yield* lookupAlias(options);
  },
  reconcile: async (options) => {
    const { reconcileBatch } = await import('../lib/batch/run.ts');
    return reconcileBatch({ ...options, reconcile, render: renderReport });
  },
  sample: async (request) => {
    const { generateSample } = await import('../lib/sample/generate.ts');
    const { onProgress, ...rest } = request;
    await generateSample({
      ...rest,
      ...(onProgress && { onProgress: ({ done, total }) => onProgress(done, total) }),
    });
  },
  scanDocuments: async ({ folder, ...options }) =>
    (await import('../lib/documents/scan.ts')).scanFolder(folder, options),
  reissueDocuments: async (request) => (await import('../lib/documents/reissue.ts')).reissue(request),
  stackCost: async (workload, region) =>
    (await import('../lib/aws/stack-cost.ts')).stackCost(workload, region),
  units: async (store) => {
    const { Units } = await import('../lib/units/units.ts');
    return Units.fromCompiled(await store.get('compiled/units.json'));
  },
};

function output(stream: NodeJS.WriteStream): Output {
  // Whoever reads us may stop early (`| head`): that is no fault.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exitCode = 0;
  });
  return { write: (text) => void stream.write(text), isTTY: stream.isTTY === true };
}

function show(path: string): string {
  const short = relative(process.cwd(), resolve(path));
  return short === '' ? '.' : short.startsWith('..') || isAbsolute(short) ? resolve(path) : short;
}

const { env } = process;
const manifest = JSON.parse(readFileSync(resolve(assets, 'package.json'), 'utf8')) as { version: string };

/** What the SDK has to say about versions of Node is for us, not for who waits for an answer. */
function quietSdk(): void {
  env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
}

const host: Host = {
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  locale: env.LC_ALL || env.LC_MESSAGES || env.LANG || '',
  version: manifest.version,
  processors: availableParallelism(),
  debug: env.THONG_SUOT_DEBUG === '1',
  faultId: () => randomBytes(4).toString('hex'),
  engines,
  data,
  async folder(path) {
    await mkdir(path, { recursive: true });
    return new FolderStore(resolve(path));
  },
  async existingFolder(path) {
    try {
      return (await stat(path)).isDirectory() ? new LocalInputs(resolve(path)) : undefined;
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  },
  within: (folder, path) => isWithin(resolve(folder), resolve(path)),
  async file(path) {
    const folder = await host.existingFolder(dirname(resolve(path)));
    const name = basename(path);
    const there = folder !== undefined && (await folder.size(name)) !== undefined;
    return there ? { store: folder, name } : undefined;
  },
  openBatch: (options) => openLocalBatch({ ...options, assets }),
  openOutput: (outDir) => openLocalOutput({ outDir }),
  openCodes: openLocalCodes,
  async openStack(name) {
    quietSdk();
    const { openStack } = await import('../lib/aws/stack.ts');
    return openStack(name, { data, profiles, clock: systemClock });
  },
  async openStackCodes(name, province) {
    quietSdk();
    const { openStackCodes } = await import('../lib/aws/stack-codes.ts');
    return openStackCodes(name, province);
  },
  async interruptible(work) {
    const leaving = new AbortController();
    const onInterrupt = () => leaving.abort();
    process.once('SIGINT', onInterrupt);
    try {
      return await work(leaving.signal);
    } finally {
      process.off('SIGINT', onInterrupt);
    }
  },
  axis: { http: httpClient, pause: systemPause, clock: systemClock, secrets: envSecrets(env) },
  show,
};

process.exitCode = await main(process.argv.slice(2), host);
