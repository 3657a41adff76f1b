import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InputEntry, InputFiles, InputLeaf, InputStat } from '../../lib/ports/input-files.ts';
import { ObjectNotFound } from '../../lib/ports/object-store.ts';
import type { Scratch, ScratchWriter } from '../../lib/ports/scratch.ts';

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/** An object store in memory; `pieceBytes` cuts what `range` gives, to show that no reader minds. */
export class MemoryStore implements InputFiles {
  readonly objects = new Map<string, Uint8Array>();
  pieceBytes = 65_536;
  async size(path: string): Promise<number | undefined> {
    return this.objects.get(path)?.length;
  }
  async get(path: string): Promise<Uint8Array> {
    const found = this.objects.get(path);
    if (found === undefined) throw new ObjectNotFound(path);
    return found;
  }
  async *range(path: string, start: number, end: number): AsyncGenerator<Uint8Array> {
    const bytes = await this.get(path);
    const stop = Math.min(end, bytes.length);
    for (let at = start; at < stop; at += this.pieceBytes)
      yield bytes.subarray(at, Math.min(stop, at + this.pieceBytes));
  }
  async read(path: string, start: number, end: number, target: Uint8Array): Promise<number> {
    const part = (await this.get(path)).subarray(start, end);
    target.set(part);
    return part.length;
  }
  async put(path: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
    if (content instanceof Uint8Array) {
      this.objects.set(path, Buffer.from(content));
      return;
    }
    const parts: Uint8Array[] = [];
    for await (const part of content) parts.push(Buffer.from(part));
    this.objects.set(path, Buffer.concat(parts));
  }
  async list(prefix: string): Promise<string[]> {
    return [...this.objects.keys()]
      .filter((path) => path.startsWith(prefix))
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }
  async delete(path: string): Promise<void> {
    this.objects.delete(path);
  }
  locate(path: string): string {
    return path;
  }
  async version(path: string): Promise<string | undefined> {
    const found = this.objects.get(path);
    return found && sha256(found);
  }
  whole(path: string): AsyncIterable<Uint8Array> {
    return this.range(path, 0, Number.POSITIVE_INFINITY);
  }
  async stat(path: string): Promise<InputStat | undefined> {
    const bytes = await this.size(path);
    return bytes === undefined ? undefined : { bytes, sha256: undefined };
  }
  async leaves(root: string): Promise<AsyncIterable<InputLeaf> | undefined> {
    const paths = await this.list(`${root}/`);
    if (paths.length === 0) return undefined;
    return (async function* () {
      for (const path of paths) yield { path: path.slice(root.length + 1), kind: 'file' as const };
    })();
  }
  /** A folder is there if an object is under it. */
  async entries(folder: string): Promise<readonly InputEntry[] | undefined> {
    const prefix = `${folder}/`;
    const under = (await this.list(prefix)).map((path) => path.slice(prefix.length).split('/'));
    if (under.length === 0) return undefined;
    const kinds = new Map(
      under.map(([name = '', ...rest]) => [name, rest.length > 0 ? 'folder' : 'file'] as const),
    );
    return [...kinds].map(([name, kind]) => ({ name, kind }));
  }
  text(path: string): string {
    const found = this.objects.get(path);
    if (found === undefined) throw new ObjectNotFound(path);
    return Buffer.from(found).toString('utf8');
  }
  set(path: string, text: string | Uint8Array): void {
    this.objects.set(path, Buffer.from(text as string));
  }
}

export class TempScratch implements Scratch {
  readonly dir: string = mkdtempSync(join(tmpdir(), 'reconcile-'));
  removed = false;
  writer(name: string): ScratchWriter {
    const path = join(this.dir, name);
    appendFileSync(path, '');
    return {
      write: (bytes) => appendFileSync(path, bytes),
      close: () => path,
    };
  }
  drop(name: string): void {
    rmSync(join(this.dir, name), { force: true });
  }
  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
    this.removed = true;
  }
}

const dataFolder = fileURLToPath(new URL('../../data/', import.meta.url));

/** What is made once and given out as copies: every test has a fixture, and some have many. */
function copied(make: () => MemoryStore): () => MemoryStore {
  let made: MemoryStore | undefined;
  return () => {
    made ??= make();
    const copy = new MemoryStore();
    for (const [path, bytes] of made.objects) copy.objects.set(path, bytes);
    return copy;
  };
}

/** The tables of data/. */
export const dataStore = copied(() => {
  const store = new MemoryStore();
  for (const name of readdirSync(dataFolder))
    if (name.endsWith('.csv')) store.set(name, readFileSync(join(dataFolder, name)));
  return store;
});

/** The tables cut down to the provinces of the fixture, which keeps a run short. */
export const smallData = copied(() => {
  const store = dataStore();
  const keep = (name: string, row: (fields: string[]) => boolean): void => {
    const [header = '', ...lines] = store.text(name).trimEnd().split('\n');
    store.set(name, `${[header, ...lines.filter((line) => row(line.split(',')))].join('\n')}\n`);
  };
  const communes = new Set<string>();
  keep('communes-2025-06-30.csv', (fields) => {
    const kept = fields[5] === '01' || fields[4] === '829';
    if (kept) communes.add(fields[0]!);
    return kept;
  });
  keep('crosswalk-communes.csv', (fields) => communes.has(fields[0]!));
  keep('communes-2025-07-01.csv', (fields) => fields[3] === '01' || fields[3] === '86');
  keep('retired-communes.csv', (fields) => fields[4] === '01');
  return store;
});
