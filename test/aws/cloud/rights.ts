import { PolicySimulator, REGION } from '../../infra/simulator.ts';
import type { Resource } from '../../infra/synth.ts';
import type { AwsCall, Need } from './aws-call.ts';
import type { Assembly } from './declared.ts';

/** What S3 asks of the data key on a caller's behalf. */
const KEY_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  GetObject: ['kms:Decrypt'],
  PutObject: ['kms:GenerateDataKey'],
  CreateMultipartUpload: ['kms:GenerateDataKey', 'kms:Decrypt'],
  UploadPart: ['kms:GenerateDataKey', 'kms:Decrypt'],
  CompleteMultipartUpload: ['kms:Decrypt'],
};

/** Judges calls by the roles of the templates, the keys of what is encrypted included. */
export class Rights {
  readonly #simulator: PolicySimulator;
  readonly #resources: Readonly<Record<string, Resource>>;

  constructor({ data, work }: Pick<Assembly, 'data' | 'work'>) {
    this.#simulator = new PolicySimulator({ data, work });
    this.#resources = { ...data.Resources, ...work.Resources };
  }

  /** What the role would be refused of a call, in words; blank if nothing. `queueOf` gives the queue of a URL. */
  refusal(role: string, call: AwsCall, queueOf: (url: string) => string): string {
    for (const need of call.needs)
      for (const { action, resource, context } of this.#asked(call, need, queueOf))
        if (!this.#simulator.allows({ role, action, resource, ...(context && { context }) }))
          return `${role} may not ${action} on ${resource} ${JSON.stringify(context ?? {})}`;
    return '';
  }

  *#asked({ service, operation }: AwsCall, { action, on, context }: Need, queueOf: (url: string) => string) {
    const { resolver } = this.#simulator;
    const throughKey = (key: unknown, keyAction: string) => ({
      action: keyAction,
      resource: resolver.text(key),
      context: { 'kms:ViaService': `${service}.${REGION}.amazonaws.com` },
    });
    if ('queue' in on) {
      yield { action, resource: resolver.arn(queueOf(on.queue)), context };
    } else if ('table' in on) {
      yield { action, resource: resolver.arn(on.table), context };
      yield throughKey(this.#properties(on.table).SSESpecification.KMSMasterKeyId, 'kms:Decrypt');
    } else {
      const bucket = resolver.arn(on.bucket);
      yield { action, resource: on.key === undefined ? bucket : `${bucket}/${on.key}`, context };
      const [{ ServerSideEncryptionByDefault: encryption }] = this.#properties(on.bucket).BucketEncryption
        .ServerSideEncryptionConfiguration;
      for (const keyAction of KEY_ACTIONS[operation] ?? [])
        yield throughKey(encryption.KMSMasterKeyID, keyAction);
    }
  }

  #properties(id: string): Resource['Properties'] {
    const found = this.#resources[id];
    if (found === undefined) throw new Error(`the templates declare no ${id}`);
    return found.Properties;
  }
}
