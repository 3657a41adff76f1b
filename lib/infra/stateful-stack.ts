import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { makeBuckets } from './buckets.ts';
import type { InfraConfig } from './config.ts';
import { dataKey, signingKey } from './keys.ts';
import { makeLedger } from './ledger-table.ts';
import { grantPeople, makePeople, type People } from './people.ts';
import { onlyIn } from './region-rule.ts';
import type { StageSettings } from './stage-settings.ts';
import type { Stores } from './stores.ts';

export interface StatefulStackProps extends StackProps {
  readonly config: InfraConfig;
  readonly settings: StageSettings;
}

/** What may not be lost: buckets, ledger, keys, and the people whom the keys know. */
export class StatefulStack extends Stack {
  readonly stores: Stores;
  readonly people: People;
  readonly signing: { readonly operator: Key; readonly auditor: Key };

  constructor(scope: Construct, id: string, { config, settings, ...props }: StatefulStackProps) {
    super(scope, id, props);
    onlyIn(this, config.regions);
    const key = dataKey(this);
    this.stores = { ...makeBuckets(this, key, settings), ledger: makeLedger(this, key), dataKey: key };
    this.people = makePeople(this, config.people);
    const { operator, auditor } = this.people;
    this.signing = {
      operator: signingKey(this, 'OperatorKey', operator, [auditor]),
      auditor: signingKey(this, 'AuditorKey', auditor, [operator]),
    };
    grantPeople(this, this.people, this.stores);
  }
}
