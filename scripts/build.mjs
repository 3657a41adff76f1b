// Bundles the command line and the worker into dist/. Runs as `npm run build`, and as `prepare` after `npm ci`.

import { existsSync } from 'node:fs';
import { chmod, readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

async function loadEsbuild() {
  try {
    return await import('esbuild');
  } catch (error) {
    if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    return undefined;
  }
}

const esbuild = await loadEsbuild();
if (esbuild === undefined) {
  const old = existsSync(`${root}dist/thong-suot.js`);
  console.warn(
    `thong-suot: esbuild is not installed (devDependencies left out), so nothing is built; ${
      old ? 'dist/ stays as it is' : 'there is no dist/: install with devDependencies to build it'
    }.`,
  );
} else {
  const options = {
    absWorkingDir: root,
    entryPoints: { 'thong-suot': 'bin/thong-suot.ts', worker: 'lib/local/worker.ts' },
    outdir: 'dist',
    bundle: true,
    splitting: true,
    // Flat: code that finds files beside itself (the worker, data/) must find them from a chunk too.
    chunkNames: '[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    loader: { '.sql': 'text' },
    banner: { js: '#!/usr/bin/env node' },
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  };
  // esbuild has said what is wrong, and where.
  const { metafile } = await esbuild.build(options).catch(() => process.exit(1));
  // Only after a build that worked: what an earlier one left goes.
  for (const name of await readdir(`${root}dist`))
    if (metafile.outputs[`dist/${name}`] === undefined)
      await rm(`${root}dist/${name}`, { recursive: true, force: true });
  await chmod(`${root}dist/thong-suot.js`, 0o755);
}
