import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Asset } from './functions.ts';

/** The native package that a reconcile function on x86_64 Linux loads. */
const DUCKDB = '@duckdb/node-bindings-linux-x64';

const COPY: Readonly<Record<Asset, (root: string, out: string) => string[]>> = {
  data: (root, out) => [`cp -R "${root}/data" "${out}/data"`],
  // The check trusts nobody's compiled tables (invariant 6), so they are not even there.
  'data-tables': (root, out) => [`mkdir -p "${out}/data"`, `cp "${root}"/data/*.csv "${out}/data/"`],
  profiles: (root, out) => [`cp -R "${root}/profiles" "${out}/profiles"`],
  duckdb: (root, out) => [
    `mkdir -p "${out}/node_modules/@duckdb"`,
    ...['node-api', 'node-bindings', 'node-bindings-linux-x64'].map(
      (name) => `cp -R "${root}/node_modules/@duckdb/${name}" "${out}/node_modules/@duckdb/${name}"`,
    ),
  ],
};

/** Throws where the machine that bundles has the DuckDB of another system: the function would not start. */
export function requireDuckdb(root: string): void {
  if (existsSync(join(root, 'node_modules', DUCKDB, 'package.json'))) return;
  throw new Error(
    `${DUCKDB} is not installed, so the reconcile function can't be bundled: ` +
      'run "npm ci --os=linux --cpu=x64" on this machine, then synthesise again',
  );
}

/**
 * ES modules, with the SDK of package-lock.json inside: the runtime's own changes without notice, and what the tests
 * start is what deploys. CommonJS inside the bundle asks for `require`, which the banner makes.
 */
export const bundlingOf = (assets: readonly Asset[]): BundlingOptions => ({
  format: OutputFormat.ESM,
  mainFields: ['module', 'main'],
  target: 'node24',
  minify: true,
  keepNames: true,
  sourceMap: true,
  sourcesContent: false,
  bundleAwsSDK: true,
  externalModules: assets.includes('duckdb') ? ['@duckdb/*'] : [],
  loader: { '.sql': 'text' },
  banner:
    "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  commandHooks: {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (root, out) => assets.flatMap((asset) => COPY[asset](root, out)),
  },
});
