import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLevel1 } from '../../lib/agencies/level1.ts';
import { Succession } from '../../lib/agencies/succession.ts';
import { main } from '../../lib/cli/main.ts';
import { ERRORS_VI, FULLER_VI } from '../../lib/cli/messages/errors-vi.ts';
import { ThongSuotError } from '../../lib/formats/errors.ts';
import type { SuccessionRow } from '../../lib/formats/tables.ts';
import { fakeHost } from './fake-host.ts';

interface Site {
  readonly file: string;
  readonly code: string;
  /** The names of its parameters, where its last object literal tells. */
  readonly params: readonly string[] | undefined;
}

/** The text between a bracket and its partner; strings and templates are stepped over. */
function argumentsAt(source: string, open: number): string {
  let depth = 0;
  for (let at = open; at < source.length; at++) {
    const char = source[at] ?? '';
    if (char === "'" || char === '`') {
      at += 1;
      while (source[at] !== char) at += source[at] === '\\' ? 2 : 1;
    } else if ('([{'.includes(char)) depth += 1;
    else if (')]}'.includes(char)) {
      depth -= 1;
      if (depth === 0) return source.slice(open + 1, at);
    }
  }
  throw new Error('a bracket is not closed');
}

/** `{ file, row: 3, ...more }` is `file`, `row`; undefined where something is spread that this can't see. */
function namesIn(literal: string, added: readonly string[]): readonly string[] | undefined {
  if (literal.includes('...')) return undefined;
  const flat = literal
    .replace(/`[^`]*`|'[^']*'/g, '_')
    .replace(/\([^()]*\)/g, '_')
    .replace(/\([^()]*\)/g, '_');
  const names = flat.split(',').map((part) => /^\s*(\w+)/.exec(part)?.[1] ?? '');
  return [...added, ...names.filter((name) => name !== '')];
}

function paramsOf(args: string, added: readonly string[]): readonly string[] | undefined {
  const withoutCause = args.replace(/,\s*(\{ cause(: [\w.]+)? \}|options|cause === .*)\s*,?\s*$/s, '');
  const literals: string[] = [];
  for (let at = withoutCause.indexOf('{'); at >= 0; at = withoutCause.indexOf('{', at + 1))
    if (withoutCause[at - 1] !== '$') {
      const body = argumentsAt(withoutCause, at);
      literals.push(body);
      at += body.length + 1;
    }
  if (literals.length > 1) return undefined; // A choice of two: the first that fits is taken by hand.
  return namesIn(literals[0] ?? '', added);
}

function sites(): Site[] {
  const files = readdirSync('lib', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return files.sort().flatMap((name) => {
    const file = `lib/${name}`;
    const source = readFileSync(file, 'utf8');
    if (!source.includes('ThongSuotError')) return [];
    // Where `fault` makes findings of the data, it throws nothing.
    const thrown = source.includes('LayoutFault')
      ? /new ThongSuotError\(\s*'([a-z0-9-]+)'/g
      : /(?:new ThongSuotError|#?\b(?!default\b)\w*[fF]ault)\(\s*'([a-z0-9-]+)'/g;
    const found = [...source.matchAll(thrown)];
    return found.map((match): Site => {
      // The helpers of a file put its name in by themselves.
      const added = match[0].includes('ThongSuotError') ? [] : ['file'];
      const open = match.index + match[0].indexOf('(');
      return { file, code: match[1] ?? '', params: paramsOf(argumentsAt(source, open), added) };
    });
  });
}

const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
const found = sites();

describe('errors in Vietnamese', () => {
  it('are there for every code that is thrown anywhere in lib, and for no other', () => {
    const codes = new Set(found.map(({ code }) => code));
    expect(codes.size).toBeGreaterThan(60);
    expect([...codes].filter((code) => ERRORS_VI[code] === undefined)).toEqual([]);
    expect(Object.keys(ERRORS_VI).filter((code) => !codes.has(code))).toEqual([]);
  });
  it('name only parameters that every place gives which throws the code', () => {
    const told = found.filter(({ params }) => params !== undefined);
    expect(told.length).toBeGreaterThan(found.length * 0.9);
    const missing = told.flatMap(({ file, code, params }) =>
      places(ERRORS_VI[code] ?? '')
        .filter((name) => name !== 'details' && !params?.includes(name))
        .map((name) => `${file}: ${code} has no ${name}`),
    );
    expect(missing).toEqual([]);
  });
  it('are Vietnamese: each has a letter that English lacks', () => {
    for (const text of Object.values(ERRORS_VI)) expect(text).toMatch(/[à-ỹ]/);
  });
});

async function told(error: Error, lang = 'vi'): Promise<string> {
  const host = fakeHost({ engines: { run: () => Promise.reject(error) } });
  await main(['run', 'x.yaml', '--lang', lang], host);
  return host.err.join('');
}

describe('what a person’s own file has wrong, in Vietnamese', () => {
  it('each problem of a succession list, with its row', async () => {
    const row = (over: Partial<SuccessionRow>): SuccessionRow => ({
      ...{
        old_code: 'H07.12',
        old_code_102: '',
        disposition: 'merge-into',
        new_code: 'H61.1',
        new_commune: '',
      },
      ...{ when: '', valid_from: '', valid_to: '', legal_basis: 'QĐ 1' },
      ...over,
    });
    const rows = [
      row({ valid_from: '2025-02-30' }),
      row({ valid_from: '2025-03-02', valid_to: '2025-03-01' }),
      row({ old_code: 'H07.1', new_code: '' }),
      row({ old_code: 'H07.2', disposition: 'archive-only' }),
      row({ old_code: 'H61.2', disposition: 'keep', new_code: 'H61.3' }),
      row({ old_code: 'H07.3', when: 'commune=00001' }),
      row({ old_code: 'H07.4', disposition: 'split', when: 'no' }),
      row({ old_code: 'H07.4', disposition: 'split', when: 'commune=1' }),
      row({ old_code: 'H07.4', disposition: 'split', when: 'procedure= ' }),
      row({ old_code: 'H07.4', disposition: 'split', when: 'commune=00001&commune!=00001' }),
      row({ old_code: 'H07.5', new_code: 'H07.6' }),
      row({ old_code: 'H07.7', disposition: 'keep', new_code: '' }),
      row({ old_code: 'H07' }),
      row({ old_code: 'H61', new_code: 'H61' }),
      row({ old_code: 'H07', old_code_102: '000.00.00.H61', new_code: 'H61' }),
      row({ old_code: 'H61.8', new_code: 'H61.8' }),
      row({ old_code: 'H61.9', new_code: 'H61.8' }),
      row({ old_code: 'H61.7', old_code_102: 'H61.9' }),
    ];
    const level1 = readLevel1(readFileSync('data/province-agency-codes.csv'));
    const texts: string[] = [];
    for (let at = 0; at < rows.length; at += 6)
      try {
        Succession.load(rows.slice(at, at + 6), level1, '2025-07-01', () => true);
      } catch (error) {
        texts.push(await told(error as Error));
      }
    expect(texts.length).toBe(3);
    for (const text of texts) {
      expect(text).toMatch(/^Lỗi: danh sách kế thừa không dùng được, có \d+ lỗi/);
      expect(text).toMatch(/\ndòng \d+: /);
      expect(text).not.toMatch(/\b(row|needs?|leave|give|its|correct|is|the|with|make|write|name)\b/);
    }
  });
  it('a wrong key of batch.yaml', async () => {
    const files = {
      'b.yaml': 'name: B!\nsuccesion: x\ntargetProvince: 86\nasOf: "2025-07-01"\nsources: []\n',
    };
    for (const [lang, known] of [
      ['vi', ['không được nhận dạng', 'chữ thường không dấu', 'sửa lại tệp này']],
      ['en', ['Unrecognized key', 'lower-case letters']],
    ] as const) {
      const host = fakeHost({ files });
      expect(await main(['status', 'b.yaml', '--lang', lang], host)).toBe(2);
      for (const words of [...known, 'succesion', 'targetProvince'])
        expect(host.err.join('')).toContain(words);
    }
  });
  it('wrong keys of codes.yaml, and wrong days of a waiver', async () => {
    const yaml = 'province: "86"\nasOf: "2025-07-01"\nregistry: r.csv\nwaivers: w.csv\n';
    for (const [text, words] of [
      ['province: "86"\nasOf: "2025-06-31"\nregistry: r.csv\n', 'asOf: một ngày có thật'],
      [`${yaml}axis: {endpoint: "https://x", credentials: {systemId: a, secret: b}}\n`, 'biến môi trường'],
      [yaml, 'expiry: một ngày có thật'],
    ] as const) {
      const host = fakeHost({
        files: {
          'v/c.yaml': text,
          'v/r.csv': 'code,code_102,name,parent,mail,state,commune,valid_from,valid_to,legal_basis\n',
          'v/w.csv': 'check,key,person,reason,date,expiry\nc,k,A,b,2025-06-01,2025-06-31\n',
        },
      });
      expect(await main(['codes', 'check', 'v/c.yaml', '--lang', 'vi'], host)).toBe(2);
      expect(host.err.join('')).toContain(words);
    }
  });
  it('a source that changed, whichever place says so', async () => {
    for (const params of [
      { source: 's-01', file: 'x.csv' },
      { file: 'x.csv', chunk: 3 },
    ]) {
      const text = await told(new ThongSuotError('source-changed', 'source', 'english', params));
      expect(text).toContain('x.csv đã thay đổi sau khi chốt nguồn');
    }
  });
  it('who has a batch in hand, where that is known', async () => {
    const params = { batchFile: 'batch.yaml' };
    const by = { pid: 7, host: 'h', since: '2025-07-01T00:00:00Z' };
    expect(FULLER_VI['run-in-progress']).toBeDefined();
    for (const [known, words] of [
      [params, 'đang có một lần chạy khác của batch.yaml'],
      [{ ...params, ...by }, 'tiến trình 7 trên h chạy từ 2025-07-01T00:00:00Z'],
    ] as const)
      expect(await told(new ThongSuotError('run-in-progress', 'user', 'english', known))).toContain(words);
  });
  it('what differs from the freeze', async () => {
    const params = {
      name: 'b',
      what: 'x.csv: vintage',
      how: 'it was A when the batch was frozen and is B now',
    };
    const text = await told(new ThongSuotError('batch-differs', 'user', 'english', params));
    expect(text).toContain('x.csv: vintage: khi chốt nguồn là A, nay là B');
  });
});
