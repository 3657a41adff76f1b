import { randomUUID } from 'node:crypto';
import type { CodesMessage } from '../formats/codes-message.ts';
import { ThongSuotError } from '../formats/errors.ts';
import type { StackCodes } from '../ports/stack-codes.ts';
import { codesFolder } from './axis-place.ts';
import { DynamoLedger } from './dynamo-ledger.ts';
import { S3Store } from './s3-store.ts';
import { SqsQueues } from './sqs-queues.ts';
import { connectStack } from './stack-connect.ts';
import { countDeadLetters } from './stack-dead-letters.ts';
import { uploadAll } from './upload-all.ts';

const QUEUE = 'codes';

/** Opens a province's codes of a deployed stack with the caller's own credentials. Throws `stack-no-axis`. */
export async function openStackCodes(name: string, province: string): Promise<StackCodes> {
  const { clients, outputs, region, close } = await connectStack(name, 'codes');
  if (outputs.queueUrls[QUEUE] === undefined) {
    close();
    throw new ThongSuotError(
      'stack-no-axis',
      'user',
      `the stack ${name} in ${region} was deployed without axis.network, so that nothing in it reaches the document axis: run the command without --stack, on a machine of the network where the axis is`,
      { stack: name, region },
    );
  }
  const folder = codesFolder(province);
  return {
    name,
    region,
    close,
    dir: `s3://${outputs.workBucket}/${folder.slice(0, -1)}`,
    out: listed(new S3Store(clients.s3, outputs.workBucket, folder)),
    ledger: new DynamoLedger(clients.dynamo, outputs.ledgerTable),
    upload: (uploads, onProgress) =>
      uploadAll(clients.s3, { bucket: outputs.sourceBucket, prefix: folder }, uploads, onProgress),
    send: async (message) => {
      const id = randomUUID();
      const body: CodesMessage = { ...message, id };
      await new SqsQueues(clients.sqs, outputs.queueUrls, province).send(QUEUE, [{ id, body }]);
      return id;
    },
    deadLetters: () => countDeadLetters(clients.sqs, outputs, (queue) => queue === QUEUE),
  };
}

/**
 * Looks whether an object is there before it asks for it: the axis admin may list this folder alone, so S3 answers 403,
 * not 404, to who asks for what is not in it.
 */
const listed = (store: S3Store): StackCodes['out'] => ({
  list: (prefix) => store.list(prefix),
  get: (path) => store.get(path),
  size: async (path) => ((await store.list(path)).includes(path) ? store.size(path) : undefined),
});
