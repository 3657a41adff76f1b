import { SEGMENT_BYTES, SEGMENT_FILES } from '../../batch/attachments.ts';
import { FILES_AT_ONCE } from '../../batch/stages/inventory-segment.ts';
import type { Attachments } from '../../ports/stack-cost.ts';
import { uploads } from './uploads.ts';
import { MEASURED, type Tuning, type Workload } from './workload.ts';

/** Objects that one answer to ListObjectsV2 names. */
const LISTED_AT_ONCE = 1000;
/** Orchestrations that walk the folder: the one that sends the segments, and the one that takes their rows. */
const WALKS = 2;

const filesIn = ({ stored, hashed }: Attachments): number => stored.files + hashed.files;
const bytesIn = ({ stored, hashed }: Attachments): number => stored.bytes + hashed.bytes;

/** Bytes of attachments, whoever hashed them. */
export const attachmentBytes = ({ attachments }: Workload): number =>
  attachments ? bytesIn(attachments) : 0;

/** Tasks of `inventory-segment`: of so many files, or of fewer where they are large. */
export const segmentsOf = ({ attachments }: Workload): number =>
  attachments === undefined
    ? 0
    : Math.max(
        Math.ceil(filesIn(attachments) / SEGMENT_FILES),
        Math.ceil(bytesIn(attachments) / SEGMENT_BYTES),
      );

/** One task of `inventory-segment`: a HEAD a file, and the bytes of those that S3 keeps no SHA-256 of. */
export function segmentWork(attachments: Attachments, segments: number) {
  const heads = filesIn(attachments) / segments;
  const reads = attachments.hashed.files / segments;
  const bytes = attachments.hashed.bytes / segments;
  return {
    tasks: segments,
    cpuSeconds: MEASURED.hashPerByte * bytes + MEASURED.callCpuSeconds * (heads + reads),
    bytesMoved: bytes,
    waits: (heads + reads) / FILES_AT_ONCE,
    // Its rows; its list, and whether its rows are there.
    s3Put: 1,
    s3Get: heads + reads + 2,
  };
}

/** What attachments add to the orchestrations of a batch, over all of them; nothing where there are none. */
export function coordinationOf(workload: Workload, rounds: number, tuning: Tuning) {
  const { attachments } = workload;
  if (attachments === undefined || filesIn(attachments) === 0)
    return { rounds: 0, waits: 0, cpuSeconds: 0, longest: 0, s3Put: 0, s3Get: 0 };
  const files = filesIn(attachments);
  const segments = segmentsOf(workload);
  const pages = Math.ceil(files / LISTED_AT_ONCE);
  // Each orchestration lists all inputs, for its fingerprint of them. A list costs as much as a put.
  const lists = pages * (rounds + 1 + WALKS);
  const inventory = uploads(files * MEASURED.inventoryRowBytes, tuning.partBytes);
  // Of each segment: whether its list is there, twice; then its result and rows, and both objects are deleted.
  const sending = segments * 2;
  const taking = segments * 5;
  const listSeconds = MEASURED.s3ListSeconds / MEASURED.s3FirstByteSeconds;
  return {
    rounds: 1,
    waits: lists * listSeconds + sending + taking + inventory,
    cpuSeconds: MEASURED.listCpuSeconds * lists,
    /** The one that takes the rows: what it waits for. */
    longest: 2 * pages * listSeconds + taking + inventory,
    s3Put: lists + segments + inventory,
    s3Get: segments * 6,
  };
}
