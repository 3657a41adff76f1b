import { describe, expect, it } from 'vitest';
import type { Call } from '../../lib/cli/command.ts';
import { translator } from '../../lib/cli/lang.ts';
import { sendAndFollow } from '../../lib/cli/stack/follow.ts';
import type { OpenStack, StackBatch } from '../../lib/cli/stack/open-stack.ts';
import { ThongSuotError } from '../../lib/formats/errors.ts';
import type { LedgerEvent } from '../../lib/ports/ledger.ts';
import { memoryStore, untouchable } from './fake-host.ts';
import { fastHost } from './fast-host.ts';

const GROUP = 'c'.repeat(64);
const NAMES = ['a'.repeat(64), 'b'.repeat(64)];
const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** A batch that waits for two remaps, and a clock that runs as fast as it is waited for. */
function scene(over: { letters?: () => Map<string, number>; at?: (minute: number) => void } = {}) {
  const events: Array<{ key: string; event: LedgerEvent }> = [];
  const out = memoryStore({ [`tasks/groups/${GROUP}.json`]: json(NAMES) });
  const { host, leaving, minutes } = fastHost((minute) => over.at?.(minute));
  const sent: unknown[] = [];
  const stack = untouchable<OpenStack>('stack', {
    name: 'pilot',
    region: 'r',
    send: async (goOn, again) => {
      sent.push({ ...goOn, again });
      events.push({
        key: 'sent/000001',
        event: { type: 'stage-sent', stage: 'remap-chunk', group: GROUP },
      });
      await out.put('run.json', json({ state: 'running' }));
    },
    deadLetters: async () => over.letters?.() ?? new Map(),
  });
  const batch = untouchable<StackBatch>('batch', {
    name: 'b',
    out,
    ledger: { append: () => Promise.reject(new Error('nobody writes')), read: async () => [...events] },
  });
  const call = { host, lang: 'en', t: translator('en') } as unknown as Call;
  const end = async (run: unknown) => {
    events.push({ key: 'ended/000001', event: { type: 'run-ended', after: 'sent/000001', outcome: 'x' } });
    await out.put('run.json', json(run));
  };
  const follow = () => sendAndFollow(call, stack, { batch, kind: 'run' });
  return { host, sent, end, follow, leaving, minutes };
}

describe('following a batch', () => {
  it('ends with it', async () => {
    const made = scene({ at: (minute) => void (minute > 2 && made.end({ state: 'done' })) });
    expect(await made.follow()).toMatchObject({
      state: 'done',
      group: { stage: 'remap-chunk', done: 0, total: 2 },
    });
    expect(made.sent).toEqual([{ batch: 'b', kind: 'run', again: false }]);
    expect(made.host.err).toEqual([]);
  });
  it('throws what the batch failed with, as a run on this machine would', async () => {
    const error = {
      code: 'no-header',
      source: 'source',
      message: 'x.csv has no header',
      params: { file: 'x.csv' },
    };
    const made = scene({ at: (minute) => void (minute > 2 && made.end({ state: 'failed', error })) });
    const thrown = await made.follow().catch((caught: unknown) => caught);
    expect(thrown).toBeInstanceOf(ThongSuotError);
    expect(thrown).toMatchObject({ code: 'no-header', source: 'source', params: { file: 'x.csv' } });
  });
  it('says once, after five minutes without an event, where to look, and looks on', async () => {
    const made = scene({ at: (minute) => void (minute > 30 && made.end({ state: 'done' })) });
    await made.follow();
    expect(made.host.err).toHaveLength(1);
    expect(made.host.err[0]).toContain('It waits for messages of the queue remap-chunk');
    expect(made.host.err[0]).toContain('docs/runbook.md');
  });
  it('ends where a message of it went to a dead-letter queue; those that lay there before are not its own', async () => {
    let letters = new Map([
      ['remap-chunk', 3],
      ['reconcile', 1],
    ]);
    const made = scene({
      letters: () => letters,
      at: (minute) => {
        if (minute > 10) letters = new Map([...letters, ['remap-chunk', 5]]);
      },
    });
    await expect(made.follow()).rejects.toMatchObject({
      code: 'stack-dead-letters',
      params: { queue: 'remap-chunk', count: 2, stack: 'pilot' },
    });
    expect(made.minutes()).toBeLessThan(12);
  });
  it('goes without the dead letters where these credentials may not count them', async () => {
    const made = scene({
      letters: () => {
        throw new ThongSuotError('stack-denied', 'user', 'no');
      },
      at: (minute) => void (minute > 10 && made.end({ state: 'done' })),
    });
    expect((await made.follow())?.state).toBe('done');
  });
  it('leaves when it is asked to', async () => {
    const made = scene({ at: (minute) => void (minute > 1 && made.leaving.abort()) });
    expect(await made.follow()).toBeUndefined();
  });
});
