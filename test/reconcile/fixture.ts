import { profileSchema } from '../../lib/formats/profile.ts';
import { rulesVersion } from '../../lib/formats/rules-version.ts';
import type { ReconcileInput } from '../../lib/reconcile/reconcile.ts';
import { dataStore, MemoryStore, sha256, smallData, TempScratch } from './support.ts';

/** A batch of three small sources whose outputs are written here by hand, as docs/rules.md says. Target: Hà Nội (01). */
const columns = {
  MaHoSo: 'dossier-number',
  MaTTHC: 'procedure-code',
  TrangThaiHoSo: 'status',
  NgayHenTra: 'deadline',
  DonViXuLy: 'agency',
  MaTinh: 'unit.province',
  MaHuyen: 'unit.district',
  MaXa: 'unit.commune',
  TenXa: 'unit.commune-name',
};
const dossiers = profileSchema.parse({
  profile: 'dossiers',
  title: { vi: 'Hồ sơ', en: 'Dossiers' },
  format: 'csv',
  key: ['MaHoSo'],
  columns,
  level: {
    rules: [
      { when: { CapThucHien: { folded: ['Cấp huyện'] } }, is: 'district' },
      { when: { CapThucHien: { folded: ['Cấp xã'] } }, is: 'commune' },
    ],
  },
  subject: {
    rules: [
      { when: { LoaiDoiTuong: ['1'] }, is: 'person' },
      { when: { LoaiDoiTuong: ['2'] }, is: 'organisation' },
    ],
  },
  status: { finished: ['9'] },
});
const results = profileSchema.parse({
  profile: 'results',
  title: { vi: 'Kết quả', en: 'Results' },
  format: 'ndjson',
  key: ['/MaKetQua'],
  level: {
    rules: [
      { when: { '/Cap': ['H'] }, is: 'district' },
      { when: { '/Cap': ['X'] }, is: 'commune' },
    ],
  },
  subject: 'unknown',
  columns: {
    '/MaKetQua': 'result-number',
    '/MaHoSo': 'link',
    '/MaTTHC': 'procedure-code',
    '/DonVi': 'agency',
    '/MaTinh': { role: 'unit.province', optional: true },
    '/MaHuyen': 'unit.district',
    '/MaXa': 'unit.commune',
    '/TenXa': 'unit.commune-name',
    '/Tep': 'attachment',
    '/Sha': 'attachment.sha256',
    '/Ky': 'attachment.signed',
    '/Han': 'attachment.valid-until',
  },
});

const SUCCESSION = `old_code,old_code_102,disposition,new_code,new_commune,when,valid_from,valid_to,legal_basis
H26.01.02,000.02.01.H26,remap,H26.101,00097,,,,QĐ 1
H26.03,,keep,,,,,,QĐ 2
H26.05,,split,H26.105,,procedure=1.001,,,QĐ 3
H26.05,,split,H26.106,,procedure!=1.001,,,QĐ 3
H26.07,,close,,,,,,QĐ 4
H26.08,,archive-only,,,,,,QĐ 5
`;

const HEADER =
  'MaHoSo,ChuHoSo,CapThucHien,LoaiDoiTuong,MaTTHC,TrangThaiHoSo,NgayHenTra,DonViXuLy,MaTinh,MaHuyen,MaXa,TenXa';
const STAMP = ',_record,_rule,_was,_vintage';
const HELD = ',_record,_reason,_column,_candidates';
/** Successors of the communes of Quận Ba Đình (001), by hand from data/crosswalk-communes.csv. */
const successorsInBaDinh = (): string => {
  const data = dataStore();
  const communes = new Set(
    data
      .text('communes-2025-06-30.csv')
      .split('\n')
      .map((l) => l.split(','))
      .filter((f) => f[4] === '001')
      .map((f) => f[0]),
  );
  const edges = data
    .text('crosswalk-communes.csv')
    .split('\n')
    .map((l) => l.split(','))
    .filter((f) => communes.has(f[0]!));
  return [...new Set(edges.map((f) => f[1]!))].sort().join(' ');
};
let known: string | undefined;
export const baDinh = (): string => {
  known ??= successorsInBaDinh();
  return known;
};

/** The dossiers: record bytes, then outcome and what is written (for held and migrated, without the line end). */
function dossierRows(
  ba: string,
): Array<{ raw: Buffer; outcome: string; written: string | Buffer; reject?: [string, string] }> {
  const s = 'hn-01';
  const was = (a: string, p: string, d: string, c: string, n: string): string =>
    `DonViXuLy=${a};MaTinh=${p};MaHuyen=${d};MaXa=${c};TenXa=${n}`;
  const row = (head: string, tail: string, end = '\n'): Buffer => Buffer.from(`${head},${tail}${end}`);
  const h = {
    1: 'H26.01-250102-0001,"Nguyễn, ""A""\nB",Cấp xã,1,1.001,1,20250801',
    2: 'H26.01-250102-0002,Trần B,cap xa,1,1.001,1,20250801',
    3: 'H26.01-250102-0003,Cty C,Cấp Xã,2,1.001,1,20250801',
    4: 'H26.01-250102-0004,D,Cấp xã,1,1.001,1,20250801',
    5: 'H26.01-250102-0005,E,Cấp xã,1,1.001,1,20250801',
    7: 'H26.01-250132-0007,G,Cấp xã,1,1.001,1,20250801',
    8: 'H26.01-250102-0008,H,Cấp huyện,2,1.001.000.00.00.H26,1,20250801',
    9: 'H26.01-250102-0009,I,Cấp huyện,1,1.001,1,20250801',
    10: 'so 10,K,Cấp xã,1,1.001,1,20250801',
    11: 'H26.01-250102-0011,L,Cấp xã,1,1.001,1,20250801',
    13: 'H26.01-250102-0001,N,Cấp xã,1,1.001,9,20250801',
  };
  h[2] = h[2].replace('cap xa', 'CẤP XÃ');
  return [
    {
      raw: row(h[1], 'H26.01.02,01,001,"00001",Phường Phúc Xá'),
      outcome: 'migrated',
      written: `${h[1]},H26.101,01,,"00097",Phường Hồng Hà,${s}:1,unit=merged_whole@1656/NQ-UBTVQH15#14;agency=remap@QĐ 1,${was('H26.01.02', '01', '001', '00001', 'Phường Phúc Xá')},2025-07-01\n`,
    },
    {
      raw: row(h[2], 'H26.03,01,003,00112,P. Thuỵ Khuê', '\r\n'),
      outcome: 'migrated',
      written: `${h[2]},H26.03,01,,00103,Phường Tây Hồ,${s}:2,unit=split_part_area_all_population@1656/NQ-UBTVQH15#28;agency=keep@QĐ 2,${was('H26.03', '01', '003', '00112', 'P. Thuỵ Khuê')},2025-07-01\r\n`,
    },
    {
      raw: row(h[3], 'H26.03,01,003,00112,'),
      outcome: 'held',
      written: `${h[3]},H26.03,01,003,00112,,${s}:3,split-undecided,MaXa,00004 00103\n`,
    },
    {
      raw: row(h[4], 'H99,01,003,,'),
      outcome: 'held',
      written: `${h[4]},H99,01,003,,,${s}:4,unit-missing;agency-unknown,MaXa;DonViXuLy,;\n`,
    },
    {
      raw: row(h[5], 'H26.03,01,001,1,'),
      outcome: 'rejected',
      written: '',
      reject: ['leading-zeros-lost', 'MaXa'],
    },
    {
      raw: Buffer.from('H26.01-250102-0006,too,few\n'),
      outcome: 'rejected',
      written: '',
      reject: ['ragged', ''],
    },
    {
      raw: row(h[7], '000.02.01.H26,01,001,00001,Phường Khác'),
      outcome: 'held',
      written: `${h[7]},000.02.01.H26,01,001,00001,Phường Khác,${s}:7,code-name-mismatch,TenXa,\n`,
    },
    {
      raw: row(h[8], 'H26.05,01,001,,'),
      outcome: 'migrated',
      written: `${h[8]},H26.105,01,,,,${s}:8,unit=competence@202/2025/QH15;agency=split@QĐ 3,${was('H26.05', '01', '001', '', '')},2025-07-01\n`,
    },
    {
      raw: row(h[9], 'H26.03,01,001,,'),
      outcome: 'held',
      written: `${h[9]},H26.03,01,001,,,${s}:9,district-undecided,MaHuyen,${ba}\n`,
    },
    {
      raw: row(h[10], 'H26.03,01,001,00010,phường Nguyễn Trung Trực'),
      outcome: 'migrated',
      written: `${h[10]},H26.03,01,,00004,Phường Ba Đình,${s}:10,unit=retired-high@1656/NQ-UBTVQH15#3;agency=keep@QĐ 2,${was('H26.03', '01', '001', '00010', 'phường Nguyễn Trung Trực')},2025-07-01\n`,
    },
    {
      raw: row(h[11], 'H26.08,83,829,28756,'),
      outcome: 'held',
      written: `${h[11]},H26.08,83,829,28756,,${s}:11,outside-target;agency-archive-unfinished,MaXa;DonViXuLy,28756;\n`,
    },
    {
      raw: Buffer.concat([
        Buffer.from('H26.01-250102-0012,'),
        Buffer.of(0xc3, 0x28),
        Buffer.from(',Cấp xã,1,1.001,1,20250801,H26.03,01,001,00001,\n'),
      ]),
      outcome: 'rejected',
      written: '',
      reject: ['bad-utf8', 'ChuHoSo'],
    },
    {
      raw: row(h[13], 'H26.08,01,001,00001,', ''),
      outcome: 'migrated',
      written: `${h[13]},H26.08,01,,00097,Phường Hồng Hà,${s}:13,unit=merged_whole@1656/NQ-UBTVQH15#14;agency=archive-only@QĐ 5,${was('H26.08', '01', '001', '00001', '')},2025-07-01`,
    },
  ];
}

const aliasHeader =
  '_record,scheme,value,system,canonical_id,state,owner,candidates,valid_from,valid_to,legal_basis,source_sha256\n';
const alias = (
  source: string,
  number: number,
  scheme: string,
  value: string,
  system: string,
  id: string,
  state: string,
  owner: string,
  candidates: string,
  sha: string,
): string =>
  `${source}:${number},${scheme},${value},${system},${id},${state},${owner},${candidates},${state === 'current' ? '2025-07-01' : ''},,190/2025/QH15 Điều 10,${sha}\n`;

export interface Fixture {
  out: MemoryStore;
  files: MemoryStore;
  data: MemoryStore;
  scratch: TempScratch;
  input: ReconcileInput;
}

/** The whole batch with right outputs; `change` may break anything before it is checked. */
export function fixture(): Fixture {
  const out = new MemoryStore();
  const files = new MemoryStore();
  const data = smallData();
  const ba = baDinh();
  const put = (
    path: string,
    content: string | Uint8Array,
  ): { path: string; bytes: number; sha256: string } => {
    out.set(path, content);
    return { path, bytes: Buffer.from(content as string).length, sha256: sha256(content) };
  };
  const hand = (path: string, content: string): { path: string; bytes: number; sha256: string } => {
    files.set(path, content);
    return { path, bytes: Buffer.byteLength(content), sha256: sha256(content) };
  };
  const bom = Buffer.of(0xef, 0xbb, 0xbf);

  // hn-01: dossiers, BOM, a blank line between the chunks.
  const rows = dossierRows(ba);
  const head = Buffer.concat([bom, Buffer.from(`${HEADER}\n`)]);
  const first = Buffer.concat(rows.slice(0, 7).map((r) => r.raw));
  const second = Buffer.concat([Buffer.from('\n'), ...rows.slice(7).map((r) => r.raw)]);
  const source1 = Buffer.concat([head, first, second]);
  files.set('hn/dossiers.csv', source1);
  const sha1 = sha256(source1);
  for (const [chunk, range] of [
    [0, rows.slice(0, 7)],
    [1, rows.slice(7)],
  ] as const)
    for (const outcome of ['migrated', 'held'] as const)
      put(
        `${outcome}/hn-01/0000${chunk}.csv`,
        Buffer.concat([
          bom,
          Buffer.from(`${HEADER}${outcome === 'held' ? HELD : STAMP}\n`),
          ...range.filter((r) => r.outcome === outcome).map((r) => Buffer.from(r.written as string)),
        ]),
      );
  let offset = head.length;
  let rejectedCsv = '_record,offset,length,sha256,_reason,_column\n';
  const bin: Buffer[] = [];
  rows.forEach((r, index) => {
    if (index === 7) offset += 1;
    if (r.reject !== undefined) {
      rejectedCsv += `hn-01:${index + 1},${offset},${r.raw.length},${sha256(r.raw)},${r.reject[0]},${r.reject[1]}\n`;
      bin.push(r.raw);
    }
    offset += r.raw.length;
  });
  put('rejected/hn-01.csv', rejectedCsv);
  put('rejected/hn-01.bin', Buffer.concat(bin));
  const id = (n: number): string => `H26.01-250102-00${String(n).padStart(2, '0')}`;
  const a1 = (
    n: number,
    state: string,
    owner: string,
    candidates = '',
    value = id(n),
    canonical = `hn:${value}`,
  ): string => alias('hn-01', n, 'dossier-number', value, 'hn', canonical, state, owner, candidates, sha1);
  put(
    'aliases/hn-01/00000.csv',
    aliasHeader +
      a1(1, 'current', 'H26.101', '', id(1), `hn:${id(1)}#1`) +
      a1(2, 'current', 'H26.03') +
      a1(3, 'held', 'H26.03', '00004 00103') +
      a1(4, 'held', 'H99') +
      a1(5, 'rejected', '') +
      a1(7, 'held', '000.02.01.H26', '', 'H26.01-250132-0007'),
  );
  put(
    'aliases/hn-01/00001.csv',
    aliasHeader +
      a1(8, 'current', 'H26.105') +
      a1(9, 'held', 'H26.03', ba) +
      a1(10, 'current', 'H26.03', '', 'so 10') +
      a1(11, 'held', 'H26.08', '28756') +
      a1(12, 'rejected', '') +
      a1(13, 'current', 'H26.08', '', id(1), `hn:${id(1)}#2`),
  );

  // cu-01: a source at the target vintage.
  const head2 = `${HEADER}\r\n`;
  const already = `${id(2)},O,Cấp xã,1,1.001,1,20250801,H26.101,01,,00097,phường Hồng Hà\r\n`;
  const wrong = `${id(21)},P,Cấp xã,1,1.001,1,20250801,H26.101,01,001,00097,`;
  const source2 = `${head2}${already}${wrong}\r\n`;
  files.set('cu.csv', source2);
  const sha2 = sha256(source2);
  put('already/cu-01/00000.csv', head2 + already);
  put('held/cu-01/00000.csv', `${HEADER}${HELD}\r\n${wrong},cu-01:2,wrong-vintage,MaHuyen,\r\n`);
  put(
    'aliases/cu-01/00000.csv',
    aliasHeader +
      alias('cu-01', 1, 'dossier-number', id(2), 'cu', `cu:${id(2)}`, 'current', 'H26.101', '', sha2) +
      alias('cu-01', 2, 'dossier-number', id(21), 'cu', `cu:${id(21)}`, 'held', 'H26.101', '', sha2),
  );

  // kq-01: results.
  const pdf = sha256('a pdf');
  const attach = (path: string): string => `"Tep":"${path}","Sha":"${pdf}","Ky":"1","Han":""`;
  const n1 = (unit: string): string =>
    `{"MaKetQua":"KQ1","MaHoSo":"${id(8)}","MaTTHC":"1.001","Cap":"H",${unit},${attach('a.pdf')}`;
  const n2 = (unit: string): string =>
    `{ "MaKetQua" : "KQ2","MaHoSo":"${id(1)}","MaTTHC":null,"Cap":"X",${unit},"Tep":"","Sha":"","Ky":"","Han":null`;
  const n3 = `{"MaKetQua":"KQ3","MaHoSo":"${id(1)}","MaTTHC":"","Cap":"X","DonVi":"H26.03","MaHuyen":"001","MaXa":1,"TenXa":"","Tep":"","Sha":"","Ky":"","Han":""}\n`;
  const n4 = (end: string): string =>
    `{"MaKetQua":"KQ4","MaHoSo":"${id(1)}","MaTTHC":"","Cap":"X","DonVi":"","MaHuyen":"001","MaXa":"00001","TenXa":"","Tep":"","Sha":"","Ky":"","Han":""${end}}`;
  const json = [
    `${n1('"DonVi":"H26.05","MaTinh":"01","MaHuyen":"001","MaXa":"","TenXa":""')}}\n`,
    `${n2('"DonVi":"H26.01.02","MaHuyen":"001","MaXa":"00001","TenXa":"Phường Ph\\u00fac Xá"')} }\n`,
    n3,
    n4(''),
  ];
  files.set('kq.ndjson', json.join(''));
  const sha3 = sha256(json.join(''));
  put(
    'migrated/kq-01/00000.ndjson',
    `${n1('"DonVi":"H26.105","MaTinh":"01","MaHuyen":"","MaXa":"","TenXa":""')},"_record":"kq-01:1","_rule":"unit=competence@202/2025/QH15;agency=split@QĐ 3","_was":"/DonVi=H26.05;/MaTinh=01;/MaHuyen=001;/MaXa=;/TenXa=","_vintage":"2025-07-01"}\n` +
      `${n2('"DonVi":"H26.101","MaHuyen":"","MaXa":"00097","TenXa":"Phường Hồng Hà"')} ,"_record":"kq-01:2","_rule":"unit=merged_whole@1656/NQ-UBTVQH15#14;agency=remap@QĐ 1","_was":"/DonVi=H26.01.02;/MaHuyen=001;/MaXa=00001;/TenXa=Phường Phúc Xá","_vintage":"2025-07-01"}\n`,
  );
  put(
    'held/kq-01/00000.ndjson',
    n4(',"_record":"kq-01:4","_reason":"agency-missing","_column":"/DonVi","_candidates":""'),
  );
  const at3 = Buffer.byteLength(json[0]! + json[1]!);
  put(
    'rejected/kq-01.csv',
    `_record,offset,length,sha256,_reason,_column\nkq-01:3,${at3},${Buffer.byteLength(n3)},${sha256(n3)},code-not-string,/MaXa\n`,
  );
  put('rejected/kq-01.bin', n3);
  const a3 = (n: number, state: string, owner: string): string =>
    alias('kq-01', n, 'result-number', `KQ${n}`, 'kq', `kq:KQ${n}`, state, owner, '', sha3);
  put(
    'aliases/kq-01/00000.csv',
    aliasHeader + a3(1, 'current', 'H26.105') + a3(2, 'current', 'H26.101') + a3(4, 'held', ''),
  );

  const tallies = [
    'hn-01,00001,00097,H26.01.02,H26.101,migrated,,1',
    'hn-01,00112,00103,H26.03,H26.03,migrated,,1',
    'hn-01,00112,,H26.03,,held,split-undecided,1',
    'hn-01,003,,?,,held,unit-missing,1',
    'hn-01,?,,H26.03,,rejected,leading-zeros-lost,1',
    'hn-01,?,,?,,rejected,ragged,1',
    'hn-01,00001,,000.02.01.H26,,held,code-name-mismatch,1',
    'hn-01,001,01,H26.05,H26.105,migrated,,1',
    'hn-01,001,,H26.03,,held,district-undecided,1',
    'hn-01,00010,00004,H26.03,H26.03,migrated,,1',
    'hn-01,28756,,H26.08,,held,outside-target,1',
    'hn-01,00001,,H26.03,,rejected,bad-utf8,1',
    'hn-01,00001,00097,H26.08,H26.08,migrated,,1',
    'cu-01,00097,00097,H26.101,H26.101,already,,1',
    'cu-01,00097,,H26.101,,held,wrong-vintage,1',
    'kq-01,001,01,H26.05,H26.105,migrated,,1',
    'kq-01,00001,00097,H26.01.02,H26.101,migrated,,1',
    'kq-01,?,,?,,rejected,code-not-string,1',
    'kq-01,00001,,?,,held,agency-missing,1',
  ].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  put(
    'tallies.csv',
    `source,old_unit,new_unit,old_agency,new_agency,outcome,reason,count\n${tallies.join('\n')}\n`,
  );

  const handover1 = hand(
    'hn/handover.csv',
    `file,bytes,sha256,records,agency,status,count
dossiers.csv,${source1.length},${sha1},13,,,
dossiers.csv,,,,H26.01.02,1,1
dossiers.csv,,,,H26.03,1,6
dossiers.csv,,,,H99,1,1
dossiers.csv,,,,000.02.01.H26,1,1
dossiers.csv,,,,H26.05,1,2
dossiers.csv,,,,H26.08,1,1
dossiers.csv,,,,H26.08,9,1
`,
  );
  const handover2 = hand(
    'cu-handover.csv',
    `file,bytes,sha256,records,agency,status,count\ncu.csv,${Buffer.byteLength(source2)},${sha2},2,,,\n`,
  );
  const handover3 = hand(
    'kq-handover.csv',
    `file,bytes,sha256,records,agency,status,count\nkq.ndjson,${Buffer.byteLength(json.join(''))},${sha3},4,,,\n`,
  );
  const manifest = hand('kq/files.csv', `path,bytes,sha256\na.pdf,5,${pdf}\n`);
  const inventory = put('frozen/kq-01.attachments.csv', `path,kind,bytes,sha256\na.pdf,file,5,${pdf}\n`);
  const end1 = head.length + first.length;
  const frozen = (source: string, over: Record<string, unknown>, chunks: object[]): object => ({
    source,
    system: source.slice(0, -3),
    vintage: '2025-06-30',
    agencyVintage: '2025-06-30',
    expectEmpty: false,
    bomBytes: 0,
    headerOffset: 0,
    headerBytes: 0,
    header: [],
    stamped: false,
    blanks: 0,
    blankBytes: 0,
    chunks: put(`frozen/${source}.chunks.json`, JSON.stringify(chunks)),
    ...over,
  });
  const size3 = Buffer.byteLength(json.join(''));
  const size2 = Buffer.byteLength(source2);
  // JSON is YAML.
  const yaml = {
    dossiers: Buffer.from(JSON.stringify(toInput(dossiers))),
    results: Buffer.from(JSON.stringify(toInput(results))),
  };
  const declare = (system: string, profile: string, vintage: string, file: string) => ({
    system,
    profile,
    vintage,
    agencyVintage: vintage,
    expectEmpty: false,
    files: [file],
  });
  const batch = {
    format: 'thong-suot/batch/1',
    name: 'fixture',
    targetProvince: '01',
    sample: null,
    profiles: {
      dossiers: { sha256: sha256(yaml.dossiers), profile: toInput(dossiers) },
      results: { sha256: sha256(yaml.results), profile: toInput(results) },
    },
    sources: [
      frozen(
        'hn-01',
        {
          profile: 'dossiers',
          file: 'hn/dossiers.csv',
          bytes: source1.length,
          sha256: sha1,
          bomBytes: 3,
          headerOffset: 3,
          headerBytes: head.length - 3,
          header: HEADER.split(','),
          records: 13,
          recordBytes: source1.length - head.length - 1,
          blanks: 1,
          blankBytes: 1,
          handover: handover1,
        },
        [
          { chunk: 0, start: head.length, end: end1, firstNumber: 1, records: 7, blanks: 0 },
          { chunk: 1, start: end1, end: source1.length, firstNumber: 8, records: 6, blanks: 1 },
        ],
      ),
      frozen(
        'cu-01',
        {
          profile: 'dossiers',
          vintage: '2025-07-01',
          agencyVintage: '2025-07-01',
          file: 'cu.csv',
          bytes: size2,
          sha256: sha2,
          headerBytes: head2.length,
          header: HEADER.split(','),
          records: 2,
          recordBytes: size2 - head2.length,
          handover: handover2,
        },
        [{ chunk: 0, start: head2.length, end: size2, firstNumber: 1, records: 2, blanks: 0 }],
      ),
      frozen(
        'kq-01',
        {
          profile: 'results',
          file: 'kq.ndjson',
          bytes: size3,
          sha256: sha3,
          records: 4,
          recordBytes: size3,
          handover: handover3,
          attachments: { root: 'kq', manifest, inventory },
        },
        [{ chunk: 0, start: 0, end: size3, firstNumber: 1, records: 4, blanks: 0 }],
      ),
    ],
  };
  put('batch.json', JSON.stringify(batch));
  put(
    'mapping.json',
    JSON.stringify({
      format: 'thong-suot/mapping/1',
      rulesVersion,
      asOf: '2025-07-01',
      data: Object.fromEntries([...data.objects].map(([name, bytes]) => [name, sha256(bytes)])),
      succession: {
        path: 'succession.csv',
        bytes: Buffer.byteLength(SUCCESSION),
        sha256: sha256(SUCCESSION),
      },
      decisions: null,
    }),
  );
  const scratch = new TempScratch();
  return {
    out,
    files,
    data,
    scratch,
    input: {
      out,
      files,
      data,
      scratch,
      kind: 'run',
      asOf: '2025-07-01',
      thresholds: { held: 20, rejected: 20 },
      succession: Buffer.from(SUCCESSION),
      waivers: null,
      declared: {
        targetProvince: '01',
        sources: [
          declare('hn', 'dossiers', '2025-06-30', 'hn/dossiers.csv'),
          declare('cu', 'dossiers', '2025-07-01', 'cu.csv'),
          declare('kq', 'results', '2025-06-30', 'kq.ndjson'),
        ],
        profiles: yaml,
      },
    },
  };
}

/** A parsed profile in the form that users write, since batch.json is parsed by the same schema. */
function toInput(profile: typeof dossiers): object {
  const conditions = (rules: unknown): unknown =>
    typeof rules === 'string'
      ? rules
      : {
          rules: (
            rules as { rules: Array<{ when: Record<string, { op: string; values: string[] }>; is: string }> }
          ).rules.map((rule) => ({
            is: rule.is,
            when: Object.fromEntries(
              Object.entries(rule.when).map(([name, { op, values }]) => [name, { [op]: values }]),
            ),
          })),
        };
  return { ...profile, level: conditions(profile.level), subject: conditions(profile.subject) };
}
