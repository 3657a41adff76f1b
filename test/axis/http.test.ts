import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AxisPorts, axisClient } from '../../lib/axis/client.ts';
import { carryOut } from '../../lib/axis/sync.ts';
import { envSecrets } from '../../lib/local/env-secrets.ts';
import { httpClient } from '../../lib/local/http-client.ts';
import { bench, config, differencesOf, fakeTime, listOf, SCENE, SECRETS } from './scene.ts';
import { type Fault, SECRET, StandInAxis } from './stand-in.ts';

const secrets = { secret: (reference: string) => SECRETS[reference] };

async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const request = (url: string, over: Record<string, unknown> = {}) =>
  httpClient.send({
    method: 'POST',
    url,
    headers: { 'X-SecretKey': SECRET },
    body: new TextEncoder().encode('{"a":"ộ"}'),
    timeoutMs: 300,
    limitBytes: 1000,
    ...over,
  });

describe('the http client', () => {
  it('sends headers and bytes, and answers status and bytes', async () => {
    const url = await listening((incoming, response) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('end', () => {
        const said = `${incoming.method} ${incoming.headers['x-secretkey']} ${Buffer.concat(parts).toString()}`;
        response.writeHead(418).end(said);
      });
    });
    const reply = await request(url);
    expect(reply).toMatchObject({ kind: 'answer', status: 418 });
    if (reply.kind === 'answer')
      expect(new TextDecoder().decode(reply.body)).toBe(`POST ${SECRET} {"a":"ộ"}`);
  });
  it('does not follow a redirect: the secret goes nowhere else', async () => {
    let asked = 0;
    const elsewhere = await listening((_, response) => {
      asked++;
      response.end();
    });
    const url = await listening((_, response) => void response.writeHead(307, { Location: elsewhere }).end());
    expect(await request(url)).toMatchObject({ kind: 'answer', status: 307 });
    expect(asked).toBe(0);
  });
  it('faults: a silent server, a dribbling one, half an answer, a closed port, an answer without end', async () => {
    expect(await request(await listening(() => undefined))).toEqual({ kind: 'fault', fault: 'timeout' });
    const dribble = await listening((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'), 50);
      response.on('close', () => clearInterval(timer));
    });
    expect(await request(dribble)).toEqual({ kind: 'fault', fault: 'timeout' });
    const half = await listening((incoming, response) => {
      response.writeHead(200, { 'Content-Length': '100' }).write('half', () => incoming.socket.destroy());
    });
    expect(await request(half)).toEqual({ kind: 'fault', fault: 'connection' });
    expect(await request('http://127.0.0.1:1')).toEqual({ kind: 'fault', fault: 'connection' });
    const endless = await listening((_, response) => {
      response.writeHead(200);
      const pour = (): void => {
        while (response.writable && response.write('x'.repeat(10_000)));
        if (response.writable) response.once('drain', pour);
      };
      pour();
    });
    expect(await request(endless, { timeoutMs: 5000 })).toEqual({ kind: 'fault', fault: 'too-large' });
  });
});

describe('sync over the network', () => {
  const faults: readonly Fault[] = [
    'drop-before',
    'drop-after',
    '500-after',
    'timeout-after',
    'malformed-after',
    'slow',
    'duplicate',
  ];
  for (const fault of faults)
    it(`${fault} at some requests: the lists are equal in the end`, async () => {
      const axis = new StandInAxis(SCENE.axis);
      const { endpoint, close } = await axis.serve();
      onTestFinished(close);
      for (const at of [1, 3, 8]) axis.faults.set(at, fault);
      const client = axisClient(config({ endpoint }), { http: httpClient, ...fakeTime(), secrets });
      const report = await carryOut({ ...bench().options, client });
      expect([report.result, differencesOf(SCENE.registry, listOf(axis))]).toEqual(['ended', []]);
      const own = axis.processed.filter(({ byGateway, answer }) => !byGateway && answer === '0');
      expect(new Set(own.map(({ code }) => code)).size).toBe(own.length);
    });
  it('a redirect in the middle stops it; the next run goes on', async () => {
    const axis = new StandInAxis(SCENE.axis);
    const { endpoint, close } = await axis.serve();
    onTestFinished(close);
    axis.faults.set(4, 'redirect');
    const scene = bench();
    const client = axisClient(config({ endpoint }), { http: httpClient, ...fakeTime(), secrets });
    await expect(carryOut({ ...scene.options, client })).rejects.toMatchObject({ code: 'axis-redirect' });
    expect((await carryOut({ ...scene.options, client })).result).toBe('ended');
    expect(differencesOf(SCENE.registry, listOf(axis))).toEqual([]);
  });
});

describe('what the client refuses', () => {
  const ports = (over: Partial<AxisPorts> = {}): AxisPorts => ({
    http: new StandInAxis(SCENE.axis).http(),
    ...fakeTime(),
    secrets,
    ...over,
  });
  const made =
    (over: Record<string, unknown>, and: Partial<AxisPorts> = {}) =>
    () =>
      axisClient(config(over), ports(and));

  it('addresses that would give the secret away', () => {
    for (const endpoint of [
      'http://axis.example.gov.vn/',
      'http://127.0.0.1.example.gov.vn/',
      'http://localhost.example.gov.vn',
      'https://user:pass@axis.example.gov.vn/',
      'https://axis.example.gov.vn/?key=1',
      'ftp://axis.example.gov.vn/',
    ])
      expect(made({ endpoint })).toThrow(expect.objectContaining({ code: 'axis-endpoint' }));
    for (const endpoint of [
      'http://127.0.0.1/a',
      'http://[::1]:8/a',
      'http://localhost/',
      'https://axis.example.gov.vn/v1/',
    ])
      expect(made({ endpoint })).not.toThrow();
  });
  it('a call that would lead elsewhere with it', () => {
    const endpoint = 'https://axis.example.gov.vn/v1';
    for (const list of ['http://axis.example.gov.vn/list', 'https://other.example.gov.vn/list', 'ftp://x/'])
      expect(made({ endpoint, calls: { list } })).toThrow(expect.objectContaining({ code: 'axis-endpoint' }));
    for (const list of ['/getAgenciesList', '//other.example.gov.vn/list', 'a/b?c=d'])
      expect(made({ endpoint, calls: { list } })).not.toThrow();
  });
  it('a secret that is not there or can’t stand in a header, and says its name alone', () => {
    const env = (AXIS_SECRET: string | undefined) => envSecrets({ AXIS_ID: 'id', AXIS_SECRET });
    for (const value of [undefined, ''])
      expect(made({}, { secrets: env(value) })).toThrow(expect.objectContaining({ code: 'secret-missing' }));
    for (const value of ['a\r\nX: y', 'a b', 'bí-mật'])
      try {
        made({}, { secrets: env(value) })();
        expect.unreachable();
      } catch (error) {
        expect(error).toMatchObject({ code: 'secret-form', params: { name: 'AXIS_SECRET' } });
        expect(String(error)).not.toContain(value);
      }
  });
  it('wrong credentials: 15, at once, without the secret in the error', async () => {
    const axis = new StandInAxis(SCENE.axis);
    const wrong = { secret: () => 'wrong-canary' };
    const client = axisClient(config(), ports({ http: axis.http(), secrets: wrong }));
    const error: unknown = await client.list().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'axis-refused', params: { code: '15' } });
    expect(JSON.stringify(error) + String(error)).not.toContain('wrong-canary');
    expect(axis.requests).toHaveLength(1);
  });
  it('an axis that never answers: as many attempts as the setting allows', async () => {
    const axis = new StandInAxis(SCENE.axis);
    for (let at = 1; at <= 20; at++) axis.faults.set(at, at % 2 === 0 ? 'timeout-before' : '500-before');
    await expect(axisClient(config(), ports({ http: axis.http() })).list()).rejects.toMatchObject({
      code: 'axis-unreachable',
      params: { attempts: 4 },
    });
    expect(axis.requests).toHaveLength(4);
  });
  it('an ErrorCode is what the setting says, and business where it says nothing', async () => {
    const answering = (ErrorCode: unknown, status = 200) => ({
      send: async () => ({
        kind: 'answer' as const,
        status,
        body: new TextEncoder().encode(JSON.stringify({ ErrorCode })),
      }),
    });
    const { calls } = bench().plan.plan;
    const [call] = calls;
    if (call === undefined) return expect.unreachable();
    const outcome = (ErrorCode: unknown, status?: number) =>
      axisClient(
        config({ errors: { '0': 'ok', '20': 'retry' } }),
        ports({ http: answering(ErrorCode, status) }),
      ).make(call, '');
    expect(await outcome('0')).toEqual({ outcome: 'ok', code: '0' });
    expect(await outcome(0)).toEqual({ outcome: 'ok', code: '0' });
    expect(await outcome('20')).toEqual({ outcome: 'retry', code: '20' });
    expect(await outcome('23')).toEqual({ outcome: 'business', code: '23' });
    expect(await outcome('constructor')).toEqual({ outcome: 'business', code: 'constructor' });
    expect(await outcome('a text that quotes a person')).toEqual({ outcome: 'business', code: '?' });
    expect(await outcome(undefined)).toEqual({ outcome: 'unknown', code: 'unreadable' });
    const gateway = new StandInAxis(SCENE.axis);
    const other = (body: string) =>
      new TextEncoder().encode(body.replace('"ErrorCode":"0"', '"ErrorCode":"00"'));
    const http: AxisPorts['http'] = {
      send: async () => ({ kind: 'answer', status: 200, body: other(gateway.answer('getAgenciesList')) }),
    };
    const { list } = await axisClient(config({ errors: { '00': 'ok' } }), ports({ http })).list();
    expect(list.digest).toBe(listOf(gateway).digest);
    // A table replaces the default one: without a code that is ok, every success would be an error.
    expect(() => config({ errors: { '20': 'retry' } })).toThrow(/one code at least as ok/);
    expect(await outcome('0', 503)).toEqual({ outcome: 'unknown', code: 'http-503' });
    expect(await outcome('0', 429)).toEqual({ outcome: 'unknown', code: 'http-429' });
    expect(await outcome('0', 403)).toEqual({ outcome: 'business', code: 'http-403' });
  });
});
