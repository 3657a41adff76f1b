import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../lib/cli/commands.ts';
import { main } from '../../lib/cli/main.ts';
import { ThongSuotError } from '../../lib/formats/errors.ts';
import { fakeHost, memoryStore, STATUS } from './fake-host.ts';

const outputs = { 'out/b': memoryStore() };

describe('help', () => {
  it('lists every command with its arguments, in both languages', async () => {
    for (const lang of ['vi', 'en']) {
      const host = fakeHost();
      expect(await main(['help', '--lang', lang], host)).toBe(0);
      for (const { name, args } of COMMANDS) expect(host.out.join('')).toContain(`${name} ${args}`.trim());
    }
  });
  it('explains each command with an example, by help and by --help', async () => {
    for (const { name, examples } of COMMANDS) {
      const [one, two] = [fakeHost(), fakeHost()];
      expect(await main(['help', ...name.split(' ')], one)).toBe(0);
      expect(await main([...name.split(' '), '--help'], two)).toBe(0);
      expect(one.out.join('')).toContain(examples[0]);
      expect(one.out).toEqual(two.out);
    }
  });
  it('is what no argument gets, with exit 2', async () => {
    const host = fakeHost({ locale: 'vi_VN.UTF-8' });
    expect(await main([], host)).toBe(2);
    expect(host.out.join('')).toContain('Các lệnh:');
  });
  it('names the commands of a group', async () => {
    for (const argv of [['codes'], ['codes', '--help'], ['codes', 'nonsense']]) {
      const host = fakeHost();
      expect(await main(argv, host)).toBe(2);
      expect(host.err.join('')).toContain('codes is several commands: codes check, codes diff');
    }
  });
  it('--version', async () => {
    const host = fakeHost();
    expect(await main(['--version'], host)).toBe(0);
    expect(host.out).toEqual(['9.9.9\n']);
  });
});

describe('a wrong command line', () => {
  it.each([
    [['nonsense']],
    [['run']],
    [['run', 'a.yaml', 'b.yaml']],
    [['run', 'a.yaml', '--wrokers', '4']],
    [['run', 'a.yaml', '--workers', 'four']],
    [['run', 'a.yaml', '--workers', '-1']],
    [['run', 'a.yaml', '--workers', '1e3']],
    [['run', 'a.yaml', '--workers']],
    [['run', 'a.yaml', '--lang', 'fr']],
    [['profile', 'chekc', 'x']],
    [['help', 'nonsense']],
  ])('%j exits 2, says what to type, and touches nothing', async (argv) => {
    const host = fakeHost();
    expect(await main(argv, host)).toBe(2);
    expect(host.err.join('')).toContain('thong-suot help');
    expect(host.out).toEqual([]);
    expect(host.opened).toEqual([]);
  });
});

describe('errors', () => {
  const failing = (error: unknown) =>
    fakeHost({ outputs, debug: false, engines: { status: () => Promise.reject(error) } });

  it('exit by who can mend them', async () => {
    for (const [source, exit] of [
      ['user', 2],
      ['source', 3],
      ['system', 70],
    ] as const)
      expect(await main(['status', 'b'], failing(new ThongSuotError('x', source, 'm')))).toBe(exit);
  });
  it('are told in Vietnamese by code and parameters, else in their own English', async () => {
    const known = failing(
      new ThongSuotError('bad-row', 'user', 'english', { file: 'a.csv', row: 7, detail: 'd' }),
    );
    await main(['--lang', 'vi', 'status', 'b'], known);
    expect(known.err.join('')).toBe('Lỗi: a.csv, dòng 7: d; sửa dòng đó rồi chạy lại\n');
    const unknown = failing(new ThongSuotError('of-a-later-version', 'user', 'in english\u001b[2J'));
    await main(['status', 'b', '--lang=vi'], unknown);
    expect(unknown.err.join('')).toBe('Lỗi: in english[U+001B][2J\n');
  });
  it('that nobody foresaw are told by an id and a class, never by their message', async () => {
    const host = failing(new TypeError('Nguyễn Văn A 079201000123'));
    expect(await main(['status', 'b'], host)).toBe(70);
    expect(host.err.join('')).toContain('abcd1234');
    expect(host.err.join('')).toContain('TypeError');
    expect(host.err.join('')).not.toContain('Nguyễn');
  });
  it('of the operating system that a person can mend name the path and exit 2', async () => {
    const error = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES', path: 'out/b' });
    const host = failing(error);
    expect(await main(['status', 'b'], host)).toBe(2);
    expect(host.err.join('')).toContain('refused out/b (EACCES)');
  });
  it('show stack frames, still without the message, where debugging is on', async () => {
    const host = fakeHost({
      outputs,
      debug: true,
      engines: { status: () => Promise.reject(new Error('secret\nsecond secret line')) },
    });
    await main(['status', 'b'], host);
    expect(host.err.join('')).toMatch(/\n {4}at /);
    expect(host.err.join('')).not.toContain('secret');
  });
  it('with --json are one JSON document on stderr', async () => {
    const host = failing(new ThongSuotError('bad-row', 'user', 'english', { row: 7 }));
    expect(await main(['status', 'b', '--json'], host)).toBe(2);
    expect(host.out).toEqual([]);
    expect(JSON.parse(host.err.join(''))).toEqual({
      error: { code: 'bad-row', source: 'user', message: 'english', params: { row: 7 } },
    });
  });
});

describe('status', () => {
  const at = (over: object) =>
    fakeHost({
      outputs,
      batchFile: 'p/batch.yaml',
      engines: { status: async () => ({ ...STATUS, ...over }) },
    });

  it('says of a dry run that it is one, and how to go on with it', async () => {
    const host = fakeHost({
      outputs: { 'out/b.plan': memoryStore() },
      batchFile: 'p/batch.yaml',
      engines: { status: async () => STATUS },
    });
    expect(await main(['status', 'b.plan', '--lang', 'vi'], host)).toBe(1);
    expect(host.out.join('')).toContain('Chạy thử: không bao giờ được dùng để chuyển đổi.');
    expect(host.out.join('')).toContain('thong-suot plan p/batch.yaml');
  });
  it('says how far, who runs it, and how to go on', async () => {
    const idle = at({});
    expect(await main(['status', 'b'], idle)).toBe(1);
    expect(idle.out.join('')).toContain('3 of 10 chunks, 30,000 of 100,000 records (30 %)');
    expect(idle.out.join('')).toContain('thong-suot run p/batch.yaml');
    const busy = at({ running: { pid: 77, host: 'h', since: '2026-01-01T00:00:00Z' } });
    await main(['status', 'b'], busy);
    expect(busy.out.join('')).toContain('process 77 on h');
    expect(busy.out.join('')).not.toContain('thong-suot run');
    expect(busy.closed).toBe(1);
  });
  it('exits 0 when the batch is done and passed', async () => {
    expect(await main(['status', 'b'], at({ stage: 'done', verdict: 'pass' }))).toBe(0);
    expect(await main(['status', 'b'], at({ stage: 'done', verdict: 'fail' }))).toBe(1);
  });
  it('with --json prints one document and nothing else', async () => {
    const host = at({});
    await main(['status', 'b', '--json'], host);
    expect(JSON.parse(host.out.join(''))).toEqual(STATUS);
    expect(host.err).toEqual([]);
  });
});

describe('BATCH', () => {
  const yaml =
    'name: b\ntargetProvince: "86"\nasOf: "2025-07-01"\nsources: [{system: s, profile: p, files: [x.csv]}]\n';
  const engines = { status: async () => STATUS };
  it('may be a name under the outputs, a folder, or a batch.yaml', async () => {
    for (const [argv, place] of [
      [['status', 'b'], 'out/b'],
      [['status', 'b', '--out', '/var/o/'], '/var/o/b'],
      [['status', 'some/where'], 'some/where'],
      [['status', 'p/batch.yaml'], 'out/b'],
    ] as const) {
      const host = fakeHost({
        outputs: { [place]: memoryStore() },
        files: { 'p/batch.yaml': yaml },
        engines,
      });
      expect([place, await main(argv, host)]).toEqual([place, 1]);
    }
  });
  it('that is not there is an error that says where it looked', async () => {
    const host = fakeHost();
    expect(await main(['status', 'b'], host)).toBe(2);
    expect(host.err.join('')).toContain('looked in out/b, b');
    const other = fakeHost();
    expect(await main(['status', 'no/batch.yaml'], other)).toBe(2);
    expect(other.err.join('')).toContain('there is no file no/batch.yaml');
  });
});
