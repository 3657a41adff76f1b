import { reconciledEvent } from '../../lib/batch/events.ts';
import type { BatchStatus } from '../../lib/batch/status.ts';
import type { Engines } from '../../lib/cli/engines.ts';
import type { Host, OpenBatch, OpenOutput } from '../../lib/cli/host.ts';
import type { Ledger } from '../../lib/ports/ledger.ts';
import { ObjectNotFound, type ObjectStore } from '../../lib/ports/object-store.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Objects in a map, streamed in small odd pieces so that every boundary is met. */
export function memoryStore(
  files: Record<string, string | Uint8Array> = {},
  piece = 7,
): ObjectStore & { text(path: string): string } {
  const objects = new Map(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === 'string' ? bytesOf(content) : content,
    ]),
  );
  const get = async (path: string): Promise<Uint8Array> => {
    const found = objects.get(path);
    if (found === undefined) throw new ObjectNotFound(path);
    return found;
  };
  return {
    get,
    size: async (path) => objects.get(path)?.length,
    async *range(path, start, end) {
      const all = (await get(path)).subarray(start, end);
      for (let at = 0; at < all.length; at += piece) yield all.subarray(at, at + piece);
    },
    async read(path, start, end, target) {
      const part = (await get(path)).subarray(start, end);
      target.set(part);
      return part.length;
    },
    async put(path, content) {
      if (content instanceof Uint8Array) objects.set(path, content);
      else {
        const parts: Uint8Array[] = [];
        for await (const part of content) parts.push(part);
        objects.set(path, new Uint8Array(Buffer.concat(parts)));
      }
    },
    list: async (prefix) => [...objects.keys()].filter((path) => path.startsWith(prefix)).sort(),
    delete: async (path) => void objects.delete(path),
    text: (path) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(objects.get(path)),
  };
}

/** A ledger that says that a reconciliation wrote these two files. */
export function reconciledLedger(reconciliation: string, report: string): Ledger {
  const event = reconciledEvent('0'.repeat(64), 'pass', {
    reconciliation: bytesOf(reconciliation),
    report: bytesOf(report),
  });
  return { append: async () => 'appended', read: async () => [{ key: 'reconciled/000001', event }] };
}

/** For ports that a test does not expect to be touched. */
export function untouchable<T extends object>(name: string, over: Partial<T> = {}): T {
  return new Proxy(over, {
    get(target, key) {
      if (key in target) return Reflect.get(target, key);
      if (key === 'then') return undefined; // asked of everything that is awaited
      throw new Error(`the test did not expect ${name}.${String(key)}`);
    },
  }) as T;
}

export interface FakeOptions {
  readonly engines?: Partial<Engines>;
  readonly locale?: string;
  readonly tty?: boolean;
  readonly debug?: boolean;
  /** Files of the person, by path. */
  readonly files?: Record<string, string | Uint8Array>;
  /** Outputs, by folder. */
  readonly outputs?: Record<string, ObjectStore>;
  readonly batchFile?: string;
  readonly ledger?: Ledger;
  readonly over?: Partial<Host>;
}

export interface FakeHost extends Host {
  readonly out: string[];
  readonly err: string[];
  readonly folders: Map<string, ReturnType<typeof memoryStore>>;
  readonly opened: Array<Record<string, unknown>>;
  openBatch: Host['openBatch'];
  closed: number;
}

export function fakeHost(options: FakeOptions = {}): FakeHost {
  const out: string[] = [];
  const err: string[] = [];
  const folders = new Map<string, ReturnType<typeof memoryStore>>();
  const opened: Array<Record<string, unknown>> = [];
  const close = async () => {
    host.closed += 1;
  };
  const host: FakeHost = {
    out,
    err,
    folders,
    opened,
    closed: 0,
    stdout: { write: (text) => void out.push(text), isTTY: options.tty ?? false },
    stderr: { write: (text) => void err.push(text), isTTY: options.tty ?? false },
    locale: options.locale ?? 'C.UTF-8',
    version: '9.9.9',
    processors: 3,
    debug: options.debug ?? false,
    faultId: () => 'abcd1234',
    engines: untouchable<Engines>('engines', options.engines),
    data: memoryStore(),
    async folder(path) {
      const known = folders.get(path) ?? memoryStore();
      folders.set(path, known);
      return known;
    },
    async existingFolder() {
      throw new Error('the test did not expect host.existingFolder');
    },
    async openCodes() {
      throw new Error('the test did not expect host.openCodes');
    },
    async openStack() {
      throw new Error('the test did not expect host.openStack');
    },
    async openStackCodes() {
      throw new Error('the test did not expect host.openStackCodes');
    },
    interruptible: (work) => work(new AbortController().signal),
    axis: untouchable<Host['axis']>('axis'),
    async file(path) {
      const content = options.files?.[path];
      if (content === undefined) return undefined;
      const name = path.replace(/^.*\//, '');
      return { store: memoryStore({ [name]: content }), name };
    },
    async openBatch(wanted) {
      opened.push(wanted);
      return untouchable<OpenBatch>('batch', {
        name: 'b',
        outDir: `${wanted.outRoot}/b${wanted.kind === 'plan' ? '.plan' : ''}`,
        close,
      });
    },
    async openOutput(outDir) {
      const store = options.outputs?.[outDir];
      if (store === undefined) return undefined;
      return untouchable<OpenOutput>('output', {
        name: outDir.replace(/^.*\//, ''),
        outDir,
        out: store,
        ledger: options.ledger ?? { append: async () => 'appended', read: async () => [] },
        batchFile: options.batchFile,
        close,
      });
    },
    within: (folder, path) => path === folder || path.startsWith(`${folder}/`),
    show: (path) => path,
    ...options.over,
  };
  return host;
}

export const STATUS: BatchStatus = {
  name: 'b',
  stage: 'remap',
  chunks: { done: 3, total: 10 },
  records: { done: 30000, total: 100000 },
  outcomes: { migrated: 29000, already: 0, held: 900, rejected: 100 },
  percent: 30,
};
