import type { CodesMessage } from '../formats/codes-message.ts';
import type { InputFiles } from './input-files.ts';
import type { Ledger } from './ledger.ts';
import type { ObjectStore } from './object-store.ts';

/** A file of this machine, and how the functions know it: its path beside `codes.yaml`. */
export interface CodesUpload {
  readonly as: string;
  readonly files: InputFiles;
  readonly path: string;
  readonly size: number;
}

/** A province's agency codes in the account, opened with the caller's own AWS credentials. Nothing there is written. */
export interface StackCodes {
  readonly name: string;
  readonly region: string;
  /** `s3://BUCKET/codes/PROVINCE`. */
  readonly dir: string;
  /** What the functions left. */
  readonly out: Pick<ObjectStore, 'size' | 'get' | 'list'>;
  /** To be read: no person's role may write it. */
  readonly ledger: Ledger;
  /** Sends what is not there, the last file last; says how many files that were. */
  upload(uploads: readonly CodesUpload[], onProgress: (done: number, total: number) => void): Promise<number>;
  /** Has the function do something, and says under which id it will answer. */
  send(message: CodesMessage): Promise<string>;
  /** How many messages lie in the dead-letter queue of the queue `codes`. */
  deadLetters(): Promise<ReadonlyMap<string, number>>;
  close(): void;
}
