import * as z from 'zod';
import { readAxisAnswer } from '../agencies/axis-answer.ts';
import { type AxisList, joinAnswers } from '../agencies/axis-list.ts';
import type { AxisConfig } from '../formats/codes-config.ts';
import type { PlannedCall } from '../formats/codes-plan.ts';
import { ThongSuotError } from '../formats/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Http, HttpReply } from '../ports/http.ts';
import type { Pause } from '../ports/pause.ts';
import type { Secrets } from '../ports/secrets.ts';
import { callUrl, credentialHeaders } from './endpoint.ts';

/** What the axis room needs of the world. */
export interface AxisPorts {
  readonly http: Http;
  readonly pause: Pause;
  readonly clock: Clock;
  readonly secrets: Secrets;
}

/**
 * How a call ended. `ok`: the gateway says it is done. `business`: it refuses, and would again. `retry`: it says that
 * it failed for now. `unknown`: nothing says whether it was done (no answer, half an answer, 5xx). `code` is the
 * gateway's ErrorCode, `http-NNN`, or the fault.
 */
export interface Outcome {
  readonly outcome: 'ok' | 'business' | 'retry' | 'unknown';
  readonly code: string;
}

/** A list as it was read, with the axis's own ids, by which it knows an agency that is updated. */
export interface ReadList {
  readonly list: AxisList;
  readonly ids: ReadonlyMap<string, string>;
}

export interface AxisClient {
  /**
   * The list as it is now, after as many attempts as the setting allows. Throws `axis-unreachable`, `axis-refused`,
   * `axis-redirect`, and what reading an answer throws.
   */
  list(): Promise<ReadList>;
  /** Makes one call, once. Throws `axis-redirect`. `id` is the axis's own id of an agency that it has; else blank. */
  make(call: PlannedCall, id: string): Promise<Outcome>;
  /** Waits before something that failed is tried again; `failures` counts from 1. */
  backOff(failures: number): Promise<void>;
}

/** The longest answer that is read: the national list of 2020 had about 10,000 codes, a few MB. */
const LIMIT_BYTES = 64 * 1024 * 1024;
const SHOWN_CODE = /^[\w.-]{1,20}$/;
const WAIT_STATUSES: readonly number[] = [408, 425, 429];

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });
const answerSchema = z.looseObject({ ErrorCode: z.union([z.string(), z.int()]) });

type Classified = { readonly outcome: Outcome; readonly body?: Uint8Array };

/** Speaks to the axis's gateway, no faster than the setting says. Throws `axis-endpoint`, `secret-missing`, `secret-form`. */
export function axisClient(config: AxisConfig, { http, pause, clock, secrets }: AxisPorts): AxisClient {
  const credentials = credentialHeaders(config, secrets);
  const urls = {
    list: callUrl(config, config.calls.list),
    register: callUrl(config, config.calls.register),
    delete: callUrl(config, config.calls.remove),
  };
  const okCodes = Object.keys(config.errors).filter((code) => config.errors[code] === 'ok');
  const gapMs = 1000 / config.ratePerSecond;
  let free = Number.NEGATIVE_INFINITY;

  async function send(url: string, body: unknown, headers: Record<string, string> = {}): Promise<HttpReply> {
    const wait = free - clock.monotonicMs();
    if (wait > 0) await pause.wait(Math.ceil(wait));
    free = clock.monotonicMs() + gapMs;
    return http.send({
      method: 'POST',
      url,
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...credentials, ...headers },
      body: encoder.encode(JSON.stringify(body)),
      timeoutMs: config.timeoutSeconds * 1000,
      limitBytes: LIMIT_BYTES,
    });
  }

  async function backOff(failures: number): Promise<void> {
    const { firstSeconds, maxSeconds } = config.retry;
    const seconds = Math.min(maxSeconds, firstSeconds * 2 ** (failures - 1));
    // Half of it at least, so that many clients that failed together do not come back together.
    await pause.wait(Math.ceil(seconds * 1000 * (0.5 + pause.jitter() / 2)));
  }

  return {
    backOff,
    async list() {
      const name = config.calls.list;
      for (let attempt = 1; ; attempt++) {
        const { outcome, body } = classify(await send(urls.list, {}), config);
        if (outcome.outcome === 'ok' && body !== undefined) {
          const answer = readAxisAnswer(body, name, okCodes);
          const ids = new Map(answer.entries.map(({ code, id }) => [code, id]));
          return { list: joinAnswers([answer]), ids };
        }
        if (outcome.outcome === 'business') throw refusedBy(outcome.code);
        if (attempt >= config.retry.attempts) throw unreachable(outcome.code, attempt);
        await backOff(attempt);
      }
    },
    async make(call, id) {
      const reply =
        call.payload === null
          ? await send(urls.delete, {}, { [config.headers.agency]: call.code })
          : await send(urls.register, {
              id,
              pcode: call.payload.pcode,
              code: call.code,
              name: call.payload.name,
              mail: call.payload.mail,
            });
      return classify(reply, config).outcome;
    },
  };
}

function classify(reply: HttpReply, config: AxisConfig): Classified {
  if (reply.kind === 'fault') return { outcome: { outcome: 'unknown', code: reply.fault } };
  const { status, body } = reply;
  if (status >= 300 && status < 400)
    throw new ThongSuotError(
      'axis-redirect',
      'user',
      'the gateway redirects to another address, and credentials must not follow: put the right address into axis.endpoint of codes.yaml',
    );
  const code = `http-${status}`;
  if (status >= 500 || WAIT_STATUSES.includes(status)) return { outcome: { outcome: 'unknown', code } };
  if (status >= 400) return { outcome: { outcome: 'business', code } };
  const errorCode = errorCodeOf(body);
  if (errorCode === undefined) return { outcome: { outcome: 'unknown', code: 'unreadable' } };
  const meaning = Object.hasOwn(config.errors, errorCode) ? config.errors[errorCode] : undefined;
  const shown = SHOWN_CODE.test(errorCode) ? errorCode : '?';
  return { outcome: { outcome: meaning ?? 'business', code: shown }, body };
}

/** Undefined where the answer is no JSON, or says nothing of how it went. */
function errorCodeOf(body: Uint8Array): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(body));
  } catch {
    return undefined; // half an answer: the caller reads back what came of it
  }
  const parsed = answerSchema.safeParse(value);
  return parsed.success ? String(parsed.data.ErrorCode) : undefined;
}

const refusedBy = (code: string): ThongSuotError =>
  new ThongSuotError(
    'axis-refused',
    'source',
    `the gateway refuses to list the agencies (error ${code}; 15 means wrong credentials): ask the axis' operator`,
    { code },
  );

const unreachable = (code: string, attempts: number): ThongSuotError =>
  new ThongSuotError(
    'axis-unreachable',
    'source',
    `the axis did not give its list in ${attempts} attempts (${code}): see whether the network and the gateway are up, then run again`,
    { code, attempts },
  );
