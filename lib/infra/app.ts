import { App, type AppProps, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { InfraConfig } from './config.ts';
import { settingsOf } from './stage-settings.ts';
import { StatefulStack } from './stateful-stack.ts';
import { StatelessStack } from './stateless-stack.ts';

export interface AppOptions {
  /** Folder of the entry files, absolute. */
  readonly lambdas: string;
  /** Reads the configuration with the app's context (`-c config=FILE`). */
  configure(app: App): InfraConfig;
  readonly app?: AppProps;
}

export interface BuiltApp {
  readonly app: App;
  readonly stateful: StatefulStack;
  readonly stateless: StatelessStack;
}

/** The whole application. It names no account and no region: both are the caller's, at deployment. */
export function buildApp({ lambdas, configure, app: props }: AppOptions): BuiltApp {
  const app = new App({ analyticsReporting: false, ...props });
  const config = configure(app);
  const settings = settingsOf(config);
  const stack = (part: string): string => `${config.name}-${config.stage}-${part}`;
  const common = { config, settings, terminationProtection: settings.terminationProtection };
  const stateful = new StatefulStack(app, 'Data', {
    ...common,
    stackName: stack('data'),
    description: `Thong Suot (${config.stage}): what is kept`,
  });
  const stateless = new StatelessStack(app, 'Work', {
    ...common,
    stackName: stack('work'),
    description: `Thong Suot (${config.stage}): what runs`,
    stateful,
    lambdas,
  });
  for (const [name, value] of Object.entries({ system: 'thong-suot', stage: config.stage, ...config.tags }))
    Tags.of(app).add(name, value);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  return { app, stateful, stateless };
}
