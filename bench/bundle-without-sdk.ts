import { fileURLToPath } from 'node:url';
import { build, type Loader } from 'esbuild';
import { bundlingOf } from '../lib/infra/bundling.ts';

const lambdas = fileURLToPath(new URL('../lambdas/', import.meta.url));
/** The SDK and what only it brings along. */
const SDK = ['@aws-sdk/*', '@smithy/*', '@aws-crypto/*'];

/** Bytes of an entry's code as the CDK bundles it, with the SDK left out. */
export async function bytesWithoutSdk(entry: string): Promise<number> {
  const { target, mainFields, minify, keepNames, loader, banner } = bundlingOf([]);
  const { outputFiles } = await build({
    entryPoints: [lambdas + entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    external: [...SDK, '@duckdb/*'],
    ...(target !== undefined && { target }),
    ...(mainFields !== undefined && { mainFields }),
    ...(minify !== undefined && { minify }),
    ...(keepNames !== undefined && { keepNames }),
    loader: loader as Record<string, Loader>,
    banner: { js: banner ?? '' },
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`esbuild made nothing of ${entry}`);
  return file.contents.length;
}
