import type { AxisPorts } from '../axis/client.ts';
import type { BatchPorts } from '../batch/ports.ts';
import type { InputFiles } from '../ports/input-files.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { RunLock } from '../ports/run-lock.ts';
import type { StackCodes } from '../ports/stack-codes.ts';
import type { Engines } from './engines.ts';
import type { OpenStack } from './stack/open-stack.ts';

export interface Output {
  write(text: string): void;
  /** A person looks at it: progress may be drawn. */
  readonly isTTY: boolean;
}

/** All ports of one batch, as `bin` opened them on this host. */
export interface OpenBatch extends BatchPorts {
  readonly name: string;
  readonly outDir: string;
  close(): Promise<void>;
}

/** What a batch left behind, opened to be read (and, by `report`, to be rendered again). */
export interface OpenOutput {
  readonly name: string;
  readonly outDir: string;
  readonly out: ObjectStore;
  readonly ledger: Ledger;
  readonly lock: RunLock;
  readonly batchFile: string | undefined;
  close(): Promise<void>;
}

/** What this machine keeps of a province's codes: lists, plans, and the ledger of what was sent to the axis. */
export interface OpenCodes {
  readonly dir: string;
  readonly out: ObjectStore;
  readonly ledger: Ledger;
  readonly lock: RunLock;
  close(): Promise<void>;
}

/**
 * Everything that a command may know of the world. `bin/thong-suot.ts` makes the one of this machine, tests make
 * others: nothing in `lib/cli` touches the file system, the environment or the process.
 * Paths are as the person typed them, relative to where he stands, or as `show` gave them.
 */
export interface Host {
  readonly stdout: Output;
  readonly stderr: Output;
  /** LC_ALL, LC_MESSAGES or LANG, the first that is set; blank if none. */
  readonly locale: string;
  readonly version: string;
  /** Worker threads when `--workers` is not given. */
  readonly processors: number;
  /** Print the stack frames (never the message) of an unknown fault. */
  readonly debug: boolean;
  /** A short random name for an unknown fault, to find it again in a report to us. */
  faultId(): string;
  readonly engines: Engines;
  /** The project's tables. */
  readonly data: ObjectStore;
  /** A folder of the person's, made if it is not there. */
  folder(path: string): Promise<ObjectStore>;
  /** A folder of the person's that is there already: to be read, never made. Absent, or no folder: `undefined`. */
  existingFolder(path: string): Promise<InputFiles | undefined>;
  /** Whether a path, which need not be there yet, lies in a folder or is that folder; links are followed. */
  within(folder: string, path: string): boolean;
  /** One file of the person's: a read-only store and its name there. Absent: `undefined`. */
  file(
    path: string,
  ): Promise<
    { readonly store: Pick<ObjectStore, 'size' | 'get' | 'range'>; readonly name: string } | undefined
  >;
  openBatch(options: {
    readonly batchFile: string;
    readonly outRoot: string;
    readonly kind: 'run' | 'plan';
    readonly workers: number;
  }): Promise<OpenBatch>;
  openOutput(outDir: string): Promise<OpenOutput | undefined>;
  /** `OUT/codes/PROVINCE`, made if it is not there. */
  openCodes(options: { readonly outRoot: string; readonly province: string }): Promise<OpenCodes>;
  /** A stack in the account that the caller's own AWS credentials open. */
  openStack(name: string): Promise<OpenStack>;
  /** A province's agency codes in such a stack. */
  openStackCodes(name: string, province: string): Promise<StackCodes>;
  /** Does work that Ctrl-C asks to leave, once; the second time it ends the process. */
  interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** The network, time and secrets: what speaking to the document axis takes. */
  readonly axis: AxisPorts;
  /** A path in the shortest form that can be typed here. */
  show(path: string): string;
}
