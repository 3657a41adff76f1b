import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32Of, KeptSums, verified } from './kept-sums.ts';
import { isConditional, OnceOnly } from './once-only.ts';

export interface S3Call {
  /** As the SDK calls it: `UploadPart`, `HeadObject`, … */
  readonly name: string;
  readonly bucket: string;
  readonly key: string;
  readonly partNumber: number;
  readonly bytes: number;
}

interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly initiated: string;
  readonly parts: Map<number, { readonly body: Buffer; readonly etag: string; readonly sum: string }>;
}

/** The checksum of uploads in parts. */
const CHECKSUM = 'x-amz-checksum-crc32';
/** A page of `ListParts`: short, so that there is more than one. */
const PAGE = 2;
const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/**
 * What the emulator of S3 lacks, before it: checksums that are verified, kept and told, conditional puts, and the lists
 * of uploads and parts. It also counts calls, and refuses those that a test wants refused.
 */
export class S3Front {
  readonly calls: S3Call[] = [];
  /**
   * Refuses a call with 403, breaks off its connection before the emulator hears of it, or leaves it without an answer
   * until the caller goes.
   */
  onCall: (call: S3Call) => 'deny' | 'drop' | 'hold' | undefined = () => undefined;
  readonly #sums: KeptSums;
  readonly #uploads = new Map<string, Upload>();
  readonly #server = createServer((from, to) => void this.#serve(from, to));
  readonly #port: number;
  readonly #once: OnceOnly;

  private constructor(port: number, sums: KeptSums) {
    this.#port = port;
    this.#sums = sums;
    this.#once = new OnceOnly(port);
  }

  /** `sums`: those of another front of the same emulator, if it has one. */
  static async start(port: number, sums = new KeptSums()): Promise<S3Front> {
    const front = new S3Front(port, sums);
    await new Promise<void>((resolve) => front.#server.listen(0, '127.0.0.1', resolve));
    return front;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  named(name: string): S3Call[] {
    return this.calls.filter((call) => call.name === name);
  }

  /** Numbers of the parts that are there of uploads of a key that nobody has completed. */
  partsThere(key: string): number[] {
    const uploads = [...this.#uploads.values()].filter((upload) => upload.key === key);
    return uploads.flatMap(({ parts }) => [...parts.keys()]).sort((a, b) => a - b);
  }

  async #serve(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of from) pieces.push(piece as Buffer);
    const body = Buffer.concat(pieces);
    const { pathname, searchParams: query } = new URL(from.url ?? '/', 'http://s3');
    const [, bucket = '', ...rest] = pathname.split('/');
    const key = decodeURIComponent(rest.join('/'));
    const id = query.get('uploadId');
    const partNumber = Number(query.get('partNumber') ?? 0);
    const name = nameOf(from.method ?? '', key, query);
    const call = { name, bucket, key, partNumber, bytes: body.length };
    const verdict = this.onCall(call);
    if (verdict === 'drop') return void from.socket.destroy();
    if (verdict === 'hold') return;
    this.calls.push(call);
    if (verdict === 'deny') return fail(to, 403, 'AccessDenied', from.method);
    const isPut = name === 'PutObject' || name === 'UploadPart';
    let given = isPut ? verified(from.headers, body) : undefined;
    if (isPut && given === undefined) return fail(to, 400, 'BadDigest', from.method);
    if (name === 'ListMultipartUploads') return this.#listUploads(to, bucket, query.get('prefix') ?? '');
    if (name === 'ListParts') return this.#listParts(to, id ?? '', Number(query.get('part-number-marker')));
    const upload = this.#uploads.get(id ?? '');
    let onward = body;
    if (name === 'CompleteMultipartUpload') {
      const parts = [...(upload?.parts ?? [])].sort(([a], [b]) => a - b);
      const whole = Buffer.concat(parts.map(([, part]) => part.body));
      const listed = [...body.toString().matchAll(/<Part>.*?<\/Part>/gs)].map(([part]) => part);
      const wrong =
        listed.length !== parts.length ||
        parts.some(([, { sum }], at) => !listed[at]?.includes(`<ChecksumCRC32>${sum}</ChecksumCRC32>`));
      if (wrong) return fail(to, 400, 'InvalidPart', from.method);
      // Given with the completion or not, S3 makes the checksum of the whole from those of its parts.
      given = CHECKSUM in from.headers ? verified(from.headers, whole) : [CHECKSUM, crc32Of(whole)];
      if (given === undefined) return fail(to, 400, 'BadDigest', from.method);
      if (![undefined, String(whole.length)].includes(from.headers['x-amz-mp-object-size']?.toString()))
        return fail(to, 400, 'InvalidRequest', from.method);
      // The emulator knows numbers and ETags alone.
      onward = Buffer.from(body.toString().replace(/<ChecksumCRC32>.*?<\/ChecksumCRC32>/g, ''));
    }
    const turn = isConditional(from.method, from.headers)
      ? await this.#once.enter(from.url ?? '/')
      : undefined;
    if (turn?.refused) {
      turn.done();
      return fail(to, 412, 'PreconditionFailed', from.method);
    }
    const { status, headers, answer } = await this.#onward(from, onward);
    turn?.done();
    if (status < 300) {
      if (given !== undefined && name !== 'UploadPart')
        this.#sums.keep(pathname, headers.etag ?? etagIn(answer), given);
      if (isPut && given !== undefined) headers[given[0]] = given[1];
      if (name === 'CompleteMultipartUpload' || name === 'AbortMultipartUpload')
        this.#uploads.delete(id ?? '');
      if (name === 'CreateMultipartUpload') {
        const made = /<UploadId>(.*?)<\/UploadId>/.exec(answer.toString())?.[1] ?? '';
        const initiated = new Date(1.8e12 + this.#uploads.size * 1000).toISOString();
        this.#uploads.set(made, { bucket, key, initiated, parts: new Map() });
      }
      if (name === 'UploadPart')
        upload?.parts.set(partNumber, { body, etag: String(headers.etag), sum: crc32Of(body) });
      if (name === 'HeadObject')
        Object.assign(headers, this.#sums.told(pathname, from.headers, headers.etag));
    }
    to.writeHead(status, headers);
    to.end(answer);
  }

  #onward(from: IncomingMessage, body: Buffer) {
    return new Promise<{ status: number; headers: IncomingMessage['headers']; answer: Buffer }>(
      (resolve, reject) => {
        const { method, url: path } = from;
        const headers = { ...from.headers, 'content-length': String(body.length) };
        const onward = request({ host: '127.0.0.1', port: this.#port, method, path, headers }, (got) => {
          const pieces: Buffer[] = [];
          got.on('data', (piece: Buffer) => pieces.push(piece));
          got.on('end', () =>
            resolve({ status: got.statusCode ?? 502, headers: got.headers, answer: Buffer.concat(pieces) }),
          );
        });
        onward.on('error', reject);
        onward.end(body);
      },
    );
  }

  #listUploads(to: ServerResponse, bucket: string, prefix: string): void {
    const found = [...this.#uploads].filter(
      ([, upload]) => upload.bucket === bucket && upload.key.startsWith(prefix),
    );
    const items = found.map(
      ([id, { key, initiated }]) =>
        `<Upload><Key>${escapeXml(key)}</Key><UploadId>${escapeXml(id)}</UploadId><Initiated>${initiated}</Initiated><ChecksumAlgorithm>CRC32</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType></Upload>`,
    );
    xml(
      to,
      200,
      `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${items.join('')}</ListMultipartUploadsResult>`,
    );
  }

  #listParts(to: ServerResponse, id: string, after: number): void {
    const parts = [...(this.#uploads.get(id)?.parts ?? [])]
      .filter(([number]) => number > after)
      .sort(([a], [b]) => a - b);
    const page = parts.slice(0, PAGE);
    const items = page.map(
      ([number, { body, etag, sum }]) =>
        `<Part><PartNumber>${number}</PartNumber><ETag>${escapeXml(etag)}</ETag><Size>${body.length}</Size><ChecksumCRC32>${sum}</ChecksumCRC32></Part>`,
    );
    const more = parts.length > PAGE;
    xml(
      to,
      200,
      `<ListPartsResult><IsTruncated>${more}</IsTruncated>${more ? `<NextPartNumberMarker>${page.at(-1)?.[0]}</NextPartNumberMarker>` : ''}${items.join('')}</ListPartsResult>`,
    );
  }
}

function nameOf(method: string, key: string, query: URLSearchParams): string {
  if (method === 'HEAD') return 'HeadObject';
  if (method === 'PUT' && key === '') return 'CreateBucket';
  if (method === 'PUT') return query.has('uploadId') ? 'UploadPart' : 'PutObject';
  if (method === 'POST') return query.has('uploads') ? 'CreateMultipartUpload' : 'CompleteMultipartUpload';
  if (method === 'DELETE') return query.has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject';
  if (query.has('uploads')) return 'ListMultipartUploads';
  if (query.has('uploadId')) return 'ListParts';
  return key === '' ? 'ListObjectsV2' : 'GetObject';
}

const etagIn = (answer: Buffer): string | undefined =>
  /<ETag>(.*?)<\/ETag>/.exec(answer.toString())?.[1]?.replaceAll('&quot;', '"');

function xml(to: ServerResponse, status: number, text: string): void {
  to.writeHead(status, { 'content-type': 'application/xml' });
  to.end(`<?xml version="1.0" encoding="UTF-8"?>${text}`);
}

function fail(to: ServerResponse, status: number, code: string, method: string | undefined): void {
  if (method === 'HEAD') to.writeHead(status).end();
  else xml(to, status, `<Error><Code>${code}</Code><Message>no</Message></Error>`);
}
