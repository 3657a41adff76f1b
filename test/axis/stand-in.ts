import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Http } from '../../lib/ports/http.ts';

/** One agency as the stand-in holds it. `parent` is a code; ids are given out as agencies come. */
export interface StandInAgency {
  code: string;
  name: string;
  mail: string;
  parent: string;
  code102: string;
  oldCode: string;
  deleted: boolean;
  id: number;
  version: number;
}

/**
 * What goes wrong at a request. `…-before`: it is not carried out; `…-after`: it is, and the answer is lost.
 * `duplicate`: the gateway carries it out twice. `lock`: the code is found locked (23), and stays so.
 */
export type Fault =
  | 'drop-before'
  | 'drop-after'
  | '500-before'
  | '500-after'
  | 'timeout-before'
  | 'timeout-after'
  | 'malformed-before'
  | 'malformed-after'
  | 'duplicate'
  | 'slow'
  | 'lock'
  | 'redirect';

/** A request that was carried out (or was refused by a rule of the axis). */
export interface Processed {
  readonly request: number;
  readonly call: 'register' | 'delete';
  readonly code: string;
  /** ErrorCode that it was answered with. */
  readonly answer: string;
  /** Codes that were live when it was carried out. */
  readonly live: ReadonlySet<string>;
  /** The gateway did it a second time by itself. */
  readonly byGateway: boolean;
}

export const SYSTEM_ID = 'stand-in-system';
export const SECRET = 'canary-secret-5b1f';

type Answer = { status: number; body: string; headers?: Record<string, string> } | 'drop' | 'hang';

/**
 * A document axis that behaves as DOMAIN 5 describes: registers update (or, `insertOnly`, are refused as duplicates),
 * locked codes answer 23, unknown ones 18 and 19, wrong credentials 15; three shapes of list, the last incremental
 * with `version` and `deleted`. Faults come on demand at the n-th request, counted from 1.
 */
export class StandInAxis {
  readonly agencies = new Map<string, StandInAgency>();
  readonly locked = new Set<string>();
  readonly faults = new Map<number, Fault>();
  readonly processed: Processed[] = [];
  /** Every request that came, whatever became of it. */
  readonly requests: Array<{ path: string; headers: Record<string, string>; body: string }> = [];
  insertOnly = false;
  #version = 0;

  constructor(agencies: ReadonlyArray<Partial<StandInAgency> & { code: string }>) {
    for (const one of agencies)
      this.agencies.set(one.code, {
        name: `Cơ quan ${one.code}`,
        mail: '',
        parent: '',
        code102: '',
        oldCode: '',
        deleted: false,
        ...one,
        id: this.agencies.size + 1,
        version: ++this.#version,
      });
  }

  live(): Set<string> {
    return new Set([...this.agencies.values()].filter(({ deleted }) => !deleted).map(({ code }) => code));
  }

  /** The list as one of the three calls answers it. */
  answer(call: string): string {
    const idOf = (code: string): string => String(this.agencies.get(code)?.id ?? '');
    const all = [...this.agencies.values()];
    const listed = call === 'getSynchronizeUnit' ? all : all.filter(({ deleted }) => !deleted);
    const data = listed.map(({ id, code, name, mail, parent, code102, oldCode, deleted, version }) => {
      const common = { id: String(id), code, name, mail };
      if (call === 'getAgenciesListQD20') return { ...common, code102 };
      if (call === 'getAgenciesList') return { ...common, pid: idOf(parent), oldCode };
      return { ...common, pid: idOf(parent), version, centerCode: 'TW', deleted, isAgency: true };
    });
    return JSON.stringify({ status: 'OK', ErrorCode: '0', ErrorDesc: '', data });
  }

  handle(path: string, headers: Record<string, string>, body: string): Answer {
    this.requests.push({ path, headers, body });
    const request = this.requests.length;
    const fault = this.faults.get(request);
    const call = path.replace(/^.*\//, '');
    if (fault === 'redirect')
      return { status: 302, body: '', headers: { Location: 'http://127.0.0.1:1/elsewhere' } };
    if (fault?.endsWith('-before')) return lost(fault);
    if (headers['x-systemid'] !== SYSTEM_ID || headers['x-secretkey'] !== SECRET) return ended('15');
    if (call.startsWith('get')) {
      const whole = { status: 200, body: this.answer(call) };
      return fault?.endsWith('-after') ? lost(fault) : whole;
    }
    const payload = JSON.parse(body) as Record<string, string>;
    const code = call === 'deleteAgency' ? (headers.agencycode ?? '') : (payload.code ?? '');
    if (fault === 'lock') this.locked.add(code);
    const carryOut = (byGateway: boolean): string => {
      const live = this.live();
      const kind = call === 'deleteAgency' ? 'delete' : 'register';
      const answer = kind === 'delete' ? this.#delete(code) : this.#register(code, payload);
      this.processed.push({ request, call: kind, code, answer, live, byGateway });
      return answer;
    };
    const answer = carryOut(false);
    if (fault === 'duplicate') return ended(carryOut(true));
    return fault?.endsWith('-after') ? lost(fault) : ended(answer);
  }

  #register(code: string, payload: Record<string, string>): string {
    if (this.locked.has(code)) return '23';
    const { pcode = '', name = '', mail = '' } = payload;
    const old = this.agencies.get(code);
    if (old !== undefined && !old.deleted && this.insertOnly) return 'duplicate';
    if (pcode !== '' && this.agencies.get(pcode)?.deleted !== false) return '19';
    const kept = old ?? { code102: '', oldCode: '', id: this.agencies.size + 1 };
    const version = ++this.#version;
    this.agencies.set(code, { ...kept, code, name, mail, parent: pcode, deleted: false, version });
    return '0';
  }

  #delete(code: string): string {
    if (this.locked.has(code)) return '23';
    const old = this.agencies.get(code);
    if (old === undefined || old.deleted) return '18';
    this.agencies.set(code, { ...old, deleted: true, version: ++this.#version });
    return '0';
  }

  /** The axis without a network between: for tests that need many runs. */
  http(): Http {
    return {
      send: async ({ url, headers, body }) => {
        const lower = Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
        );
        const answer = this.handle(new URL(url).pathname, lower, new TextDecoder().decode(body));
        if (answer === 'drop') return { kind: 'fault', fault: 'connection' };
        if (answer === 'hang') return { kind: 'fault', fault: 'timeout' };
        return { kind: 'answer', status: answer.status, body: new TextEncoder().encode(answer.body) };
      },
    };
  }

  /** The axis on the loopback address. */
  async serve(): Promise<{ endpoint: string; close(): Promise<void> }> {
    const server = createServer((request, response) => void this.#respond(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return {
      endpoint: `http://127.0.0.1:${port}/axis`,
      close: async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const slow = this.faults.get(this.requests.length + 1) === 'slow';
    const headers = request.headers as Record<string, string>;
    const answer = this.handle(request.url ?? '', headers, Buffer.concat(parts).toString('utf8'));
    if (slow) await new Promise((resolve) => setTimeout(resolve, 20));
    if (answer === 'drop') request.socket.destroy();
    else if (answer !== 'hang') response.writeHead(answer.status, answer.headers).end(answer.body);
  }
}

function ended(code: string): Answer {
  const ErrorDesc = code === 'duplicate' ? 'Data not insert: Record 1: code "…" is duplicate' : '';
  return {
    status: 200,
    body: JSON.stringify({ status: code === '0' ? 'OK' : 'FAIL', ErrorCode: code, ErrorDesc }),
  };
}

function lost(fault: Fault): Answer {
  if (fault.startsWith('drop')) return 'drop';
  if (fault.startsWith('timeout')) return 'hang';
  return fault.startsWith('500')
    ? { status: 500, body: 'oops' }
    : { status: 200, body: '{"ErrorCode":"0","da' };
}
