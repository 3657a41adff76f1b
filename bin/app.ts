import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildApp } from '../lib/infra/app.ts';
import { parseConfig } from '../lib/infra/config.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

// The CDK's command line passes on what cdk.json says; without it (`npx tsx bin/app.ts`) the flags are the same.
const { context } = JSON.parse(readFileSync(`${root}cdk.json`, 'utf8')) as {
  context: Record<string, unknown>;
};

const { app } = buildApp({
  lambdas: `${root}lambdas`,
  app: { context },
  configure(app) {
    const file: unknown = app.node.tryGetContext('config');
    if (typeof file !== 'string')
      throw new Error(
        'name the configuration of this deployment: -c config=FILE (lib/infra/example.yaml shows one)',
      );
    return parseConfig(readFileSync(file), file);
  },
});
app.synth();
