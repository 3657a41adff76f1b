import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { CloudClients } from './cloud-batch.ts';
import { type ErrorPlace, explaining, noRegion } from './stack-errors.ts';
import { readStackOutputs, type StackOutputs } from './stack-outputs.ts';

interface Clients extends CloudClients {
  readonly formation: CloudFormationClient;
}

/** The default chain of credentials, and the region that goes with them: neither has a default of ours. */
function makeClients(place: ErrorPlace): Clients {
  const common = { maxAttempts: 5 };
  return {
    formation: explaining(new CloudFormationClient(common), place),
    s3: explaining(new S3Client(common), place),
    dynamo: explaining(new DynamoDBClient(common), place),
    // The region's endpoint, whatever host a queue's URL spells.
    sqs: explaining(new SQSClient({ ...common, useQueueUrlAsEndpoint: false }), place),
  };
}

export interface StackConnection {
  readonly region: string;
  readonly clients: CloudClients;
  readonly outputs: StackOutputs;
  close(): void;
}

/** Finds a deployed stack by its name with the caller's own credentials. `work`: whose roles a refusal names. */
export async function connectStack(name: string, work: ErrorPlace['work']): Promise<StackConnection> {
  const place: ErrorPlace = { stack: name, work };
  const clients = makeClients(place);
  const close = (): void => {
    for (const client of Object.values(clients)) client.destroy();
  };
  try {
    const region = await clients.formation.config.region().catch((cause: unknown) => {
      throw noRegion(name, cause);
    });
    place.region = region;
    const outputs = await readStackOutputs(clients.formation, name, region);
    place.roles = outputs;
    return { region, clients, outputs, close };
  } catch (error) {
    close();
    throw error;
  }
}
