import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KeptSums } from '../kept-sums.ts';
import { isConditional, OnceOnly } from '../once-only.ts';
import { readCall, type Service } from './aws-call.ts';
import type { CallInFlight } from './faults.ts';

/** What is to become of a call. `killed` says that its caller is dead: no answer reaches it. */
export interface Fate {
  readonly answer: 'pass' | 'throttle' | 'fail' | 'refuse';
  readonly killed?: 'before' | 'after';
}

export interface GatewayOptions {
  readonly service: Service;
  /** Of the emulator. */
  readonly port: number;
  /** The function of an access key. */
  callerOf(signer: string): string;
  judge(call: CallInFlight): Fate;
  kill(caller: string): void;
  /** What S3 keeps and the emulator does not; of S3 alone. */
  readonly sums?: KeptSums;
}

/** How each service says that there are too many requests, that it failed, and that a call is not allowed. */
const ERRORS: Readonly<Record<Service, Readonly<Record<Exclude<Fate['answer'], 'pass'>, [number, string]>>>> =
  {
    s3: { throttle: [503, 'SlowDown'], fail: [500, 'InternalError'], refuse: [403, 'AccessDenied'] },
    sqs: {
      throttle: [403, 'RequestThrottled'],
      fail: [500, 'InternalFailure'],
      refuse: [403, 'AccessDenied'],
    },
    dynamodb: {
      throttle: [400, 'ThrottlingException'],
      fail: [500, 'InternalServerError'],
      refuse: [400, 'AccessDeniedException'],
    },
  };

/** Stands between the SDK clients of the functions and an emulator, reads every call and decides its fate. */
export class Gateway {
  readonly service: Service;
  /** Calls by function and operation: `remap-chunk PutObject`. */
  readonly calls = new Map<string, number>();
  /** Calls that were answered as a service under load answers. */
  disturbed = 0;
  readonly #options: GatewayOptions;
  readonly #server: Server;
  readonly #once: OnceOnly;
  #nth = 0;
  /** What went wrong in the gateway itself. */
  fault: Error | undefined;

  private constructor(options: GatewayOptions) {
    this.service = options.service;
    this.#options = options;
    this.#once = new OnceOnly(options.port);
    this.#server = createServer((from, to) => {
      this.#take(from, to).catch((error: Error) => {
        this.fault ??= error;
        to.destroy();
      });
    });
  }

  static async start(options: GatewayOptions): Promise<Gateway> {
    const gateway = new Gateway(options);
    await new Promise<void>((resolve) => gateway.#server.listen(0, '127.0.0.1', resolve));
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = from;
    const body = this.service === 's3' ? undefined : await bodyOf(from);
    const read = readCall(this.service, { method, url, headers, body: body?.toString() ?? '' });
    const call = { ...read, caller: this.#options.callerOf(read.signer), nth: this.#nth++ };
    const fate = this.#options.judge(call);
    const kind = `${call.caller} ${call.operation}`;
    this.calls.set(kind, (this.calls.get(kind) ?? 0) + 1);
    if (fate.killed === 'before') {
      this.#options.kill(call.caller);
      to.destroy();
    } else if (fate.answer === 'pass') {
      const turn =
        this.service === 's3' && isConditional(method, headers) ? await this.#once.enter(url) : undefined;
      if (turn !== undefined) to.on('close', turn.done);
      if (turn?.refused) return this.#answer(from, to, [412, 'PreconditionFailed']);
      this.#pass(from, body, to, fate.killed === 'after' ? () => this.#options.kill(call.caller) : undefined);
    } else {
      if (fate.answer !== 'refuse') this.disturbed++;
      this.#answer(from, to, ERRORS[this.service][fate.answer]);
    }
  }

  #answer(from: IncomingMessage, to: ServerResponse, [status, code]: readonly [number, string]): void {
    from.resume();
    to.writeHead(status, { 'x-amzn-errortype': code, 'x-amzn-query-error': `${code};Sender` });
    to.end(
      this.service === 's3'
        ? `<Error><Code>${code}</Code><Message>${code}</Message></Error>`
        : JSON.stringify({ __type: code, message: code }),
    );
  }

  #pass(
    from: IncomingMessage,
    body: Buffer | undefined,
    to: ServerResponse,
    kill: (() => void) | undefined,
  ): void {
    const { method, url: path, headers } = from;
    const onward = request({ host: '127.0.0.1', port: this.#options.port, method, path, headers });
    onward.on('response', (answer) => {
      if (kill !== undefined) {
        kill();
        answer.resume();
        to.destroy();
        return;
      }
      const sums =
        method === 'HEAD'
          ? this.#options.sums?.told(path?.split('?')[0] ?? '', headers, answer.headers.etag)
          : {};
      to.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...sums });
      answer.pipe(to);
    });
    onward.on('error', () => to.destroy());
    from.on('aborted', () => onward.destroy());
    if (body === undefined) from.pipe(onward);
    else onward.end(body);
  }
}

async function bodyOf(from: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of from) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
