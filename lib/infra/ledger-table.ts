import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { LEDGER_KEYS } from '../aws/dynamo-ledger.ts';
import { LEDGER_CHANGE } from './access.ts';

/** Events by batch and natural key. Nobody changes or deletes one: the table's own policy denies it to everybody. */
export function makeLedger(scope: Construct, key: IKey): Table {
  return new Table(scope, 'Ledger', {
    partitionKey: { name: LEDGER_KEYS.partition, type: AttributeType.STRING },
    sortKey: { name: LEDGER_KEYS.sort, type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: key,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
    resourcePolicy: new PolicyDocument({
      statements: [
        new PolicyStatement({
          sid: 'AppendOnly',
          effect: Effect.DENY,
          principals: [new AnyPrincipal()],
          actions: [...LEDGER_CHANGE],
          // In a policy of the table itself this is the table; its ARN would be a circle.
          resources: ['*'],
        }),
      ],
    }),
  });
}
