import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Explanation } from '../../lib/batch/explain.ts';
import { showBytes } from '../../lib/cli/explain/show-bytes.ts';
import type { OpenBatch } from '../../lib/cli/host.ts';
import { main } from '../../lib/cli/main.ts';
import type { FrozenBatch, Mapping } from '../../lib/formats/frozen.ts';
import { profileSchema } from '../../lib/formats/profile.ts';
import { SUCCESSION_COLUMNS } from '../../lib/formats/tables.ts';
import type { Decision, Facts } from '../../lib/records/decide.ts';
import { Units } from '../../lib/units/units.ts';
import { fakeHost, memoryStore, untouchable } from './fake-host.ts';

const units = Units.fromCompiled(readFileSync('data/compiled/units.json'));
const sha256 = '0'.repeat(64);
const digest = { path: 'x', bytes: 1, sha256 };
const header = ['So', 'MaTinh', 'MaHuyen', 'MaXa', 'CoQuan', 'TrangThai'];
const frozen: FrozenBatch = {
  format: 'thong-suot/batch/1',
  name: 'b',
  targetProvince: '86',
  sample: null,
  profiles: {
    p: {
      sha256,
      profile: profileSchema.parse({
        profile: 'p',
        title: { vi: 'p', en: 'p' },
        format: 'csv',
        key: ['So'],
        level: 'commune',
        subject: 'land',
        columns: {
          MaTinh: 'unit.province',
          MaHuyen: 'unit.district',
          MaXa: 'unit.commune',
          CoQuan: 'agency',
          TrangThai: 'status',
        },
        status: { finished: ['9'] },
      }),
    },
  },
  sources: [
    {
      ...{ source: 's-01', system: 's', profile: 'p', vintage: '2025-06-30', agencyVintage: '2025-06-30' },
      ...{
        expectEmpty: false,
        file: 'x.csv',
        bytes: 1,
        sha256,
        bomBytes: 0,
        headerOffset: 0,
        headerBytes: 1,
      },
      ...{ header, stamped: false, records: 9, recordBytes: 1, blanks: 0, blankBytes: 0, chunks: digest },
    },
  ],
};
const mapping: Mapping = {
  ...{ format: 'thong-suot/mapping/1', rulesVersion: 1, asOf: '2025-07-01', data: {} },
  succession: { ...digest, path: 's.csv' },
  decisions: null,
};
const succession = `${SUCCESSION_COLUMNS.join(',')}
H07.1,000.00.01.H07,split,H61.1,,procedure=1.1,,,QĐ 1
H07.1,000.00.01.H07,split,H61.2,,procedure=1.2,,,QĐ 2
H07.1,000.00.01.H07,keep,,,,2020-01-01,2021-01-01,QĐ 3
`;
const facts: Facts = {
  ...{ province: '83', district: '829', commune: '28759', communeName: '', agency: '000.00.01.H07' },
  ...{ procedure: '1.3', level: 'commune', subject: 'land', finished: false, archivedByStamp: false },
  ...{ unitVintage: '2025-06-30', agencyVintage: '2025-06-30', missingKey: undefined },
};
const values = [
  { column: 'MaTinh', value: '83' },
  { column: 'MaXa', value: '28759' },
  { column: 'MaHuyen', value: '' },
  { column: 'CoQuan', value: 'a\tb\u001b[2J\n' },
];

async function explain(decision: Decision | string, flags: string[] = [], mapped = true) {
  const found: Explanation = {
    ...{ source: 's-01', file: 'x.csv', chunk: 0 },
    columns: { province: 'MaTinh', district: 'MaHuyen', commune: 'MaXa', agency: 'CoQuan' },
    bytes: new TextEncoder().encode('28759,"a\u001b[2J\n"\r\n'),
    description: {
      ...{ number: 7, offset: 99, length: 3 },
      ...(typeof decision === 'string'
        ? {
            unreadable: { reason: decision, column: 'MaXa' },
            values: [],
            facts: undefined,
            decision: undefined,
          }
        : { unreadable: undefined, values, facts, decision }),
    },
  };
  const host = fakeHost({
    outputs: { 'out/b': memoryStore() },
    batchFile: 'p/batch.yaml',
    engines: { explain: async () => found, units: async () => units },
  });
  const out = memoryStore({
    'batch.json': JSON.stringify(frozen),
    ...(mapped ? { 'mapping.json': JSON.stringify(mapping) } : {}),
  });
  host.openBatch = async () =>
    untouchable<OpenBatch>('batch', {
      ...{ name: 'b', outDir: 'out/b', out, files: memoryStore({ 's.csv': succession }) as never },
      close: async () => undefined,
    });
  const exit = await main(['explain', 'b', 's-01:7', ...flags], host);
  return { exit, text: host.out.join(''), err: host.err.join('') };
}

const split: Decision = {
  outcome: 'held',
  reasons: [
    { code: 'split-undecided', column: 'commune', candidates: ['28858', '28789'] },
    { code: 'agency-ambiguous', column: 'agency', candidates: ['H61.1', 'H61.2'] },
  ],
};

describe('explain', () => {
  it('of a held record names the column, the candidates, what the list says and what to do', async () => {
    const { exit, text } = await explain(split, ['--lang', 'vi']);
    expect(exit).toBe(0);
    for (const line of [
      's-01:7: Tạm giữ',
      'Bản ghi 7 của x.csv: byte 99 đến 115 (16 byte), đoạn 0',
      'held/s-01/00000.csv',
      '[split-undecided], cột MaXa',
      `28858 ${units.nameAt('28858', '2025-07-01')}`,
      'Chọn một trong các đơn vị kế thừa',
      '[agency-ambiguous], cột CoQuan',
      'dòng 2: được chia [split] → H61.1 nếu procedure=1.1; căn cứ: QĐ 1',
      'MaTinh = 83 (Tỉnh Bến Tre)',
      'MaHuyen = (trống)',
      'trạng thái: chưa kết thúc',
    ])
      expect(text).toContain(line);
    expect(text).not.toContain('QĐ 3'); // out of force
    expect(text).not.toMatch(/\{\w+\}/);
  });
  it('makes every control character of values and bytes visible', async () => {
    const { text } = await explain(split);
    for (const control of ['\u001b', '\t', '\r']) expect(text).not.toContain(control);
    expect(text).toContain('CoQuan = a[TAB]b[U+001B][2J[LF]\n');
    expect(text).toContain('28759,"a[U+001B][2J[LF]\n"[CR][LF]\n');
  });
  it('of a migrated record tells the rule and its citation', async () => {
    const { text } = await explain(
      {
        outcome: 'migrated',
        units: {
          ...{ province: '86', commune: '28858', communeName: 'Phường X' },
          rule: 'merged_whole@1687/NQ-UBTVQH15#12',
        },
        agency: { code: 'H61.1', rule: 'merge-into@QĐ 7' },
      },
      ['--lang', 'vi'],
    );
    for (const line of [
      's-01:7: Đã chuyển đổi',
      'Đơn vị hành chính: 28858 Phường X, 86 Tỉnh Vĩnh Long',
      'nhập toàn bộ [merged_whole]; căn cứ: Nghị quyết 1687/NQ-UBTVQH15, khoản 12 Điều 1',
      'Cơ quan: 000.00.01.H07 → H61.1',
      'sáp nhập vào [merge-into]; căn cứ: QĐ 7',
      'Việc cần làm: không có gì',
    ])
      expect(text).toContain(line);
  });
  it('of a rejected record says why, and has no values where there are none', async () => {
    const { text } = await explain('code-not-string');
    expect(text).toContain('s-01:7: Rejected');
    expect(text).toContain('A code is not a string [code-not-string], column MaXa');
    expect(text).toContain('rejected/s-01.csv');
    expect(text).not.toContain('Values of');
  });
  it('of one that was new already says so', async () => {
    expect((await explain({ outcome: 'already' })).text).toContain('already of 2025-07-01');
  });
  it('of one that belongs to another province says which', async () => {
    const { text } = await explain({
      outcome: 'held',
      reasons: [{ code: 'outside-target', column: 'commune', candidates: ['26383'] }],
    });
    expect(text).toContain('26383 Xã An Phước, Tỉnh Đồng Nai (75)');
  });
  it('gives the account and the exact bytes as JSON', async () => {
    const { text } = await explain(split, ['--json']);
    const told = JSON.parse(text) as { account: { reasons: Array<{ column: string }> }; bytesBase64: string };
    expect(told.account.reasons.map(({ column }) => column)).toEqual(['MaXa', 'CoQuan']);
    expect(Buffer.from(told.bytesBase64, 'base64').toString()).toBe('28759,"a\u001b[2J\n"\r\n');
  });
  it('of a batch that has decided nothing says what to do first', async () => {
    const { exit, err } = await explain(split, ['--lang', 'vi'], false);
    expect([exit, err]).toEqual([2, expect.stringContaining('chưa quyết định bản ghi nào')]);
  });
});

describe('the bytes of a record', () => {
  const omitted = (count: number) => `<${count}>`;
  it('are all seen, those that are not UTF-8 by their number', () => {
    const bytes = Buffer.concat([Buffer.from('ễ\ufeff'), Buffer.from([0xe1, 0xbb, 0x41, 0xff, 0, 0xc3])]);
    expect(showBytes(bytes, omitted)).toBe('ễ[U+FEFF][0xE1][0xBB]A[0xFF][U+0000][0xC3]');
  });
  it('of a long record are its head and its tail, cut between characters', () => {
    const text = showBytes(Buffer.from('ễ'.repeat(5000)), omitted);
    const [head = '', middle = '', tail = ''] = text.split('\n');
    expect(text).not.toContain('0x');
    expect((head.length + tail.length) * 3 + Number(middle.slice(1, -1))).toBe(15000);
  });
});
