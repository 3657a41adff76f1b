import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const BIN = resolve('bin/thong-suot.ts');
let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'thong-suot-bin-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** tsx is found from the project, the command runs where a person would stand. */
const TSX = import.meta.resolve('tsx');
function run(args: string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number; out: string; err: string }>((done) => {
    const argv = ['--import', TSX, BIN, ...args];
    execFile(process.execPath, argv, { cwd: dir, env: { PATH: '', ...env } }, (error, out, err) =>
      done({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

describe('bin/thong-suot.ts on this machine', () => {
  it('answers lookup from its own tables, wherever it is called, in the language of the locale', async () => {
    const vi = await run(['lookup', '86'], { LANG: 'vi_VN.UTF-8' });
    expect([vi.code, vi.err]).toEqual([0, '']);
    expect(vi.out).toContain('tỉnh, từ 2025-07-01: Tỉnh Vĩnh Long');
    const en = await run(['lookup', '86'], { LANG: 'vi_VN.UTF-8', LC_ALL: 'en_US.UTF-8' });
    expect(en.out).toContain('province, from 2025-07-01');
  });
  it('reads a file of the person’s and writes the draft beside it', async () => {
    writeFileSync(join(dir, 'x.csv'), 'MaXa\n28756\n');
    const checked = await run(['profile', 'check', 'x.csv', '--write', '--json']);
    expect(checked.code).toBe(0);
    expect(JSON.parse(checked.out)).toMatchObject({
      file: 'x.csv',
      records: 1,
      written: 'x.csv.profile.yaml',
    });
  });
  it('makes a sample, refuses to make it twice, and says what is not there', async () => {
    expect((await run(['sample', 's', '--records', '12000'])).code).toBe(0);
    expect((await run(['sample', 's'])).code).toBe(2);
    const none = await run(['status', 's/batch.yaml']);
    expect([none.code, none.out]).toEqual([2, '']);
    expect(none.err).toContain('there is no batch s/batch.yaml: looked in out/vinh-long-2025-07');
  });
  it('does not mind a reader who stops early', async () => {
    const child = spawn(process.execPath, ['--import', TSX, BIN, 'help'], { cwd: dir });
    child.stdout.destroy();
    const [code, err] = await new Promise<[number | null, string]>((done) => {
      let text = '';
      child.stderr.on('data', (part) => {
        text += String(part);
      });
      child.on('close', (exit) => done([exit, text]));
    });
    expect([code, err]).toEqual([0, '']);
  });
});
