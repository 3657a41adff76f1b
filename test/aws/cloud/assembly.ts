import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root, type Template } from '../../infra/synth.ts';
import type { Assembly } from './declared.ts';

interface Artifact {
  readonly type: string;
  readonly properties: { readonly templateFile: string };
}

/**
 * Synthesises `bin/app.ts` with the committed example configuration as the CDK's command line does, bundling on, into
 * `folder`. In a process of its own: the bundler writes to the terminal.
 */
export async function synthesiseApp(folder: string): Promise<Assembly> {
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
    cwd: root,
    env: {
      ...process.env,
      CDK_OUTDIR: folder,
      CDK_CONTEXT_JSON: JSON.stringify({ config: 'lib/infra/example.yaml' }),
    },
  });
  return readAssembly(folder);
}

function readAssembly(folder: string): Assembly {
  const json = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;
  const { artifacts } = json<{ artifacts: Record<string, Artifact> }>('manifest.json');
  const template = (id: string): Template => {
    const found = artifacts[id];
    if (found?.type !== 'aws:cloudformation:stack') throw new Error(`the assembly has no stack ${id}`);
    return json(found.properties.templateFile);
  };
  const { files } = json<{ files: Record<string, { source: { path: string } }> }>('Work.assets.json');
  return {
    data: template('Data'),
    work: template('Work'),
    assetOf: (s3Key) => {
      const file = files[s3Key.replace(/\.zip$/, '')];
      if (file === undefined) throw new Error(`the assembly has no asset ${s3Key}`);
      return join(folder, file.source.path);
    },
  };
}
