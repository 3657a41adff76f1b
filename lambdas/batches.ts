import { S3Inputs } from '../lib/aws/s3-inputs.ts';
import { type BatchPlace, batchOfFolder } from '../lib/batch/places.ts';
import { RESERVED_NAMES } from '../lib/formats/batch.ts';
import { clients, environment } from './host.ts';

/** Every batch of the account, by its folder in the work bucket, in the order of the folders' names. */
export async function listBatches(): Promise<BatchPlace[]> {
  const folders = await new S3Inputs(clients.s3, environment.workBucket, '').entries('.', '.');
  return (folders ?? [])
    .filter(({ name, kind }) => kind === 'folder' && !RESERVED_NAMES.includes(name))
    .map(({ name }) => batchOfFolder(name));
}
