import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  profileNamed,
  profileOf,
  type Remapped,
  remapAll,
  rowsOf,
  successionOf,
} from '../support/province.ts';

// Expectations by hand, from the resolutions' data: Vĩnh Long (86) took in Bến Tre (83) and Trà Vinh (84).
// 28759 Phường 8 (Bến Tre city, 829) -> 28756 Phường Phú Khương, whole. 29719 Tam Bình (district 860) is split between 29719 and 29836.
const COLUMNS = 'MaHoSo,MaTTHC,MaLinhVuc,LoaiDoiTuong,TrangThai,HanTra,CoQuan,Cap,Tinh,Huyen,Xa,TenXa';
const profile = profileOf({
  format: 'csv',
  key: ['MaHoSo'],
  level: {
    rules: [
      { when: { Cap: ['T'] }, is: 'province' },
      { when: { Cap: ['H'] }, is: 'district' },
      { when: { Cap: { folded: ['Xã'] } }, is: 'commune' },
    ],
  },
  subject: {
    rules: [
      { when: { MaLinhVuc: { prefix: ['DD'] } }, is: 'land' },
      { when: { LoaiDoiTuong: ['1'] }, is: 'person' },
    ],
  },
  columns: {
    MaHoSo: 'dossier-number',
    MaTTHC: 'procedure-code',
    TrangThai: 'status',
    HanTra: 'deadline',
    CoQuan: 'agency',
    Tinh: 'unit.province',
    Huyen: 'unit.district',
    Xa: 'unit.commune',
    TenXa: 'unit.commune-name',
  },
  status: { finished: ['9'] },
});
const succession = successionOf([
  { old_code: 'H07.1', old_code_102: '000.00.01.H07', disposition: 'remap', new_code: 'H61.101' },
  { old_code: 'H61.5', disposition: 'keep' },
  { old_code: 'H07.2', disposition: 'close' },
  { old_code: 'H07.3', disposition: 'archive-only' },
  {
    old_code: 'H07.4',
    disposition: 'split',
    new_code: 'H61.111',
    new_commune: '28756',
    when: 'commune=28756',
  },
  {
    old_code: 'H07.4',
    disposition: 'split',
    new_code: 'H61.112',
    when: 'commune!=28756&procedure!=1.004227',
  },
  { old_code: 'H07.6', disposition: 'split', new_code: 'H61.13', when: 'procedure=1.004227' },
  { old_code: 'H07.6', disposition: 'split', new_code: 'H61.113', when: 'commune=28756&procedure!=1.004227' },
  { old_code: 'H07.7', disposition: 'merge-into', new_code: 'H61.109', new_commune: '28777' },
  { old_code: 'H07.8', disposition: 'remap', new_code: 'H61.14' },
  { old_code: 'H07.9', disposition: 'rename', new_code: 'H61.15' },
]);

interface Line {
  MaHoSo?: string;
  [column: string]: string | undefined;
}
const BASE: Record<string, string> = {
  MaHoSo: 'K',
  MaTTHC: '1.000001',
  MaLinhVuc: 'A',
  LoaiDoiTuong: '1',
  TrangThai: '4',
  HanTra: '20250801',
  CoQuan: 'H07.1',
  Cap: 'Xã',
  Tinh: '83',
  Huyen: '829',
  Xa: '28759',
  TenXa: 'Phường 8',
};
const lineOf = (line: Line) =>
  Object.keys(BASE)
    .map((column) => line[column] ?? BASE[column])
    .join(',');
const run = (line: Line, options: Partial<Parameters<typeof remapAll>[1]> = {}): Remapped =>
  remapAll(`${COLUMNS}\n${lineOf(line)}\n`, { profile, targetProvince: '86', succession, ...options });
const held = (result: Remapped) => {
  const row = rowsOf(result.held)[0]!;
  return `${row._reason} | ${row._column} | ${row._candidates}`;
};

describe('the base record', () => {
  it('moves with its unit and its agency, and says by which rule', () => {
    expect(run({}).migrated).toBe(
      `${COLUMNS},_record,_rule,_was,_vintage\n` +
        'K,1.000001,A,1,4,20250801,H61.101,Xã,86,,28756,Phường Phú Khương,a-01:1,' +
        'unit=merged_whole@1687/NQ-UBTVQH15#117;agency=remap@QĐ 1/QĐ-UBND,' +
        'CoQuan=H07.1;Tinh=83;Huyen=829;Xa=28759;TenXa=Phường 8,2025-07-01\n',
    );
  });

  it('has its number as an alias, and a tally', () => {
    const { aliases, tallies } = run({});
    const sha256 = createHash('sha256')
      .update(`${COLUMNS}\n${lineOf({})}\n`)
      .digest('hex');
    expect(aliases).toBe(
      '_record,scheme,value,system,canonical_id,state,owner,candidates,valid_from,valid_to,legal_basis,source_sha256\n' +
        `a-01:1,dossier-number,K,a,a:K,current,H61.101,,2025-07-01,,190/2025/QH15 Điều 10,${sha256}\n`,
    );
    expect(tallies).toBe('a-01,28759,28756,H07.1,H61.101,migrated,,1\n');
  });
});

describe('holds, each with its column and candidates', () => {
  it.each<[string, Line, string]>([
    ['a blank key', { MaHoSo: '' }, 'key-missing | MaHoSo | '],
    [
      'a new name beside a reused code',
      { Xa: '28858', Huyen: '831', TenXa: 'Phường Phú Tân' },
      'wrong-vintage | TenXa | ',
    ],
    [
      'a code that exists only in the new vintage',
      { Xa: '11948', Huyen: '', Tinh: '', TenXa: '' },
      'wrong-vintage | Xa | ',
    ],
    ['a level that no rule names', { Cap: '?' }, 'level-unknown | Cap | '],
    ['no commune', { Xa: '', TenXa: '' }, 'unit-missing | Xa | '],
    ['a name without its code', { Cap: 'T', Xa: '' }, 'unit-missing | Xa | '],
    ['an unknown commune', { Xa: '99999' }, 'unit-unknown | Xa | '],
    ['an unknown district and province', { Huyen: '999', Tinh: '99' }, 'unit-unknown | Huyen | '],
    ['a district of another commune', { Huyen: '831' }, 'unit-codes-disagree | Huyen | '],
    ['a province of another commune', { Tinh: '84' }, 'unit-codes-disagree | Tinh | '],
    ['a name that is another commune’s', { TenXa: 'Phường 2' }, 'code-name-mismatch | TenXa | '],
    [
      'a split that the law does not decide',
      { Tinh: '86', Huyen: '860', Xa: '29719', TenXa: '' },
      'split-undecided | Xa | 29719 29836',
    ],
    [
      'a commune of another province',
      { Tinh: '01', Huyen: '001', Xa: '00001', TenXa: 'Phúc Xá' },
      'outside-target | Xa | 00097',
    ],
    ['no agency', { CoQuan: '' }, 'agency-missing | CoQuan | '],
    ['an unknown agency', { CoQuan: 'H07.99' }, 'agency-unknown | CoQuan | '],
    ['a code that is only numerically equal', { CoQuan: 'H07.01' }, 'agency-unknown | CoQuan | '],
    ['a closed agency', { CoQuan: 'H07.2' }, 'agency-closed | CoQuan | '],
    ['an archive-only agency, unfinished', { CoQuan: 'H07.3' }, 'agency-archive-unfinished | CoQuan | '],
    [
      'a split agency with no condition that holds',
      { CoQuan: 'H07.4', MaTTHC: '', Tinh: '83', Huyen: '829', Xa: '28777', TenXa: 'P. An Hội' },
      'agency-ambiguous | CoQuan | H61.111 H61.112',
    ],
    [
      'two faults in their fixed order',
      { CoQuan: 'H07.99', TenXa: 'Phường 2' },
      'code-name-mismatch;agency-unknown | TenXa;CoQuan | ;',
    ],
    [
      'a split agency whose commune is itself held: one hold, not two',
      { CoQuan: 'H07.4', Tinh: '86', Huyen: '860', Xa: '29719', TenXa: '' },
      'split-undecided | Xa | 29719 29836',
    ],
  ])('%s', (_what, line, expected) => {
    const result = run(line);
    expect(result.counts).toEqual({ migrated: 0, already: 0, held: 1, rejected: 0 });
    expect(held(result)).toBe(expected);
    expect(result.held.split('\n')[1]!.startsWith(lineOf(line))).toBe(true);
  });

  it('holds the land of a citizen in 00112 and moves the citizen', () => {
    const unit = { Tinh: '01', Huyen: '003', Xa: '00112', TenXa: 'Phường Thụy Khuê', CoQuan: 'H26' };
    expect(held(run({ ...unit, MaLinhVuc: 'DD1' }, { targetProvince: '01' }))).toBe(
      'split-undecided | Xa | 00004 00103',
    );
    expect(rowsOf(run(unit, { targetProvince: '01' }).migrated)[0]).toMatchObject({
      Xa: '00103',
      TenXa: 'Phường Tây Hồ',
      CoQuan: 'H26',
    });
  });
});

describe('retired codes', () => {
  // 00010 was retired into 00004 on 2025-01-01 (high); 00142 into 00136, which was then split:
  // all its people went to 00136, its land to both.
  it('act alone only if high, and if their whole chain ends in one successor', () => {
    const hanoi = { CoQuan: 'H26', Tinh: '01', TenXa: '' };
    const sure = run(
      { ...hanoi, Huyen: '001', Xa: '00010', TenXa: 'Nguyễn Trung Trực' },
      { targetProvince: '01' },
    );
    expect(rowsOf(sure.migrated)[0]).toMatchObject({
      Xa: '00004',
      _rule: 'unit=retired-high@1656/NQ-UBTVQH15#3;agency=level1-keep@09/2025/QĐ-TTg',
    });
    const split = run({ ...hanoi, MaLinhVuc: 'DD', Huyen: '004', Xa: '00142' }, { targetProvince: '01' });
    expect(held(split)).toBe('unit-retired | Xa | 00127 00136');
  });
});

describe('levels', () => {
  it('decides a single-successor island district without a commune', () => {
    const result = run(
      { Cap: 'H', Tinh: '31', Huyen: '318', Xa: '', TenXa: '', CoQuan: 'H24' },
      { targetProvince: '31' },
    );
    expect(rowsOf(result.migrated)[0]).toMatchObject({
      Tinh: '31',
      Huyen: '',
      Xa: '11948',
      TenXa: 'Đặc khu Bạch Long Vĩ',
    });
  });

  it('decides a district by competence, by procedure or by the whole office, else holds it', () => {
    const district = { Cap: 'H', Xa: '', TenXa: '' };
    const byProcedure = run({ ...district, CoQuan: 'H07.6', MaTTHC: '1.004227.000.00.00.H07' });
    expect(rowsOf(byProcedure.migrated)[0]).toMatchObject({
      CoQuan: 'H61.13',
      Tinh: '86',
      Xa: '',
      TenXa: '',
    });
    expect(rowsOf(byProcedure.migrated)[0]!._rule).toBe(
      'unit=competence@202/2025/QH15;agency=split@QĐ 1/QĐ-UBND',
    );
    expect(rowsOf(run({ ...district, CoQuan: 'H07.8' }).migrated)[0]).toMatchObject({
      CoQuan: 'H61.14',
      Xa: '',
    });
    // A renamed office goes on; that says nothing of where its district's records belong. Nor does one with a commune.
    expect(held(run({ ...district, CoQuan: 'H07.9' }))).toMatch(/^district-undecided \| Huyen \| 28\d{3} /);
    expect(held(run({ ...district, CoQuan: 'H07.7' }))).toMatch(/^district-undecided \| Huyen \| /);
    // Competent, and its commune is known too: the commune's column may not keep an old code.
    expect(rowsOf(run({ Cap: 'H', CoQuan: 'H07.8' }).migrated)[0]).toMatchObject({
      CoQuan: 'H61.14',
      Xa: '28756',
    });
  });

  it('moves a province-level record by its province', () => {
    expect(rowsOf(run({ Cap: 'T', Huyen: '', Xa: '', TenXa: '' }).migrated)[0]).toMatchObject({
      Tinh: '86',
      Xa: '',
      _rule: expect.stringContaining('unit=province@202/2025/QH15'),
    });
    expect(held(run({ Cap: 'T', Tinh: '01', Huyen: '', Xa: '', TenXa: '' }))).toBe(
      'outside-target | Tinh | 01',
    );
  });
});

describe('agencies', () => {
  it.each<[string, Line, string]>([
    ['the 102 form of a listed code', { CoQuan: '000.00.01.H07' }, 'H61.101'],
    ['a kept code', { CoQuan: 'H61.5' }, 'H61.5'],
    ['a closed level-1 code', { CoQuan: 'H07' }, 'H61'],
    ['the same in its 102 form', { CoQuan: '000.00.00.H07' }, '000.00.00.H61'],
    ['a split by commune', { CoQuan: 'H07.4' }, 'H61.111'],
    [
      'a split by “every other commune”',
      { CoQuan: 'H07.4', Xa: '28777', TenXa: '', Huyen: '829' },
      'H61.112',
    ],
    ['an archived agency of a finished record', { CoQuan: 'H07.3', TrangThai: '9' }, 'H07.3'],
  ])('%s', (_what, line, expected) => {
    const result = run(line);
    expect(result.held).toBe('');
    expect(rowsOf(result.migrated)[0]!.CoQuan).toBe(expected);
  });

  it('names a successor of another commune only where the profile makes it a hold', () => {
    expect(run({ CoQuan: 'H07.7' }).counts.migrated).toBe(1);
    const strict = profileOf({
      ...JSON.parse(JSON.stringify(profile)),
      agencyUnitConflict: 'hold',
      columns: Object.fromEntries(Object.entries(profile.columns).map(([name, { role }]) => [name, role])),
    });
    expect(held(run({ CoQuan: 'H07.7' }, { profile: strict }))).toBe('agency-unit-conflict | CoQuan | 28777');
    // A successor of no commune conflicts with none.
    expect(run({}, { profile: strict }).counts.migrated).toBe(1);
  });
});

describe('vintages', () => {
  const target = { vintage: '2025-07-01', agencyVintage: '2025-07-01' } as const;
  const fresh = { Tinh: '86', Huyen: '', Xa: '28756', TenXa: 'Phường Phú Khương', CoQuan: 'H61.101' };

  it('leaves a record that is at the target as it is', () => {
    const result = run(fresh, { source: target });
    expect(result.already).toBe(`${COLUMNS}\n${lineOf(fresh)}\n`);
  });

  it('maps only the dimension that is old', () => {
    const result = run({ ...fresh, CoQuan: 'H07.1' }, { source: { ...target, agencyVintage: '2025-06-30' } });
    expect(rowsOf(result.migrated)[0]).toMatchObject({
      ...fresh,
      _rule: 'agency=remap@QĐ 1/QĐ-UBND',
      _was: 'CoQuan=H07.1',
    });
  });

  it.each<[string, Line, string]>([
    ['an unknown code', { ...fresh, Xa: '99999', TenXa: '' }, 'unit-unknown | Xa | '],
    ['an old-only code', { ...fresh, Xa: '28759', TenXa: '' }, 'wrong-vintage | Xa | '],
    ['a district', { ...fresh, Huyen: '829' }, 'wrong-vintage | Huyen | '],
    ['an old province', { ...fresh, Tinh: '83' }, 'wrong-vintage | Tinh | '],
    ['another province', { ...fresh, Tinh: '01' }, 'unit-codes-disagree | Tinh | '],
    ['a closed agency', { ...fresh, CoQuan: 'H07.55' }, 'wrong-vintage | CoQuan | '],
    ['a replaced agency', { ...fresh, CoQuan: 'H07.1' }, 'wrong-vintage | CoQuan | '],
  ])('holds %s in a source declared new', (_what, line, expected) => {
    expect(held(run(line, { source: target }))).toBe(expected);
  });

  it('reads the vintage from a column, and holds what it does not know', () => {
    const dated = profileOf({
      format: 'csv',
      key: ['k'],
      level: 'commune',
      subject: 'person',
      columns: { v: 'vintage', x: 'unit.commune' },
    });
    const result = remapAll('k,v,x\n1,2025-06-30,28759\n2,2025-07-01,28756\n3,2024-01-01,28759\n', {
      profile: dated,
      targetProvince: '86',
    });
    expect(result.counts).toEqual({ migrated: 1, already: 1, held: 1, rejected: 0 });
    expect(rowsOf(result.held)[0]).toMatchObject({ k: '3', _reason: 'vintage-unknown', _column: 'v' });
  });

  it('takes an archived agency of a stamped record for final', () => {
    const first = run({ CoQuan: 'H07.3', TrangThai: '9' });
    const again = remapAll(first.migrated, { profile, targetProvince: '86', succession });
    expect(again.already).toBe(first.migrated);
  });
});

describe('records that can’t be read', () => {
  it('are kept byte for byte with number, place and reason, and harm no neighbour', () => {
    const good = lineOf({});
    const bad = Buffer.from(lineOf({ MaHoSo: 'X?' })); // its ? becomes a byte that is no UTF-8
    bad[bad.indexOf('?')] = 0xff;
    const records: Array<[Buffer, string]> = [
      [Buffer.from(`${good}\n`), ''],
      [Buffer.from('a,b\r\n'), 'ragged,'],
      [Buffer.from(`${good}\n`), ''],
      [Buffer.concat([bad, Buffer.from('\n')]), 'bad-utf8,MaHoSo'],
      [Buffer.from(`${lineOf({ Xa: '1' })}\n`), 'leading-zeros-lost,Xa'],
      [Buffer.from(`${lineOf({ Huyen: '29' })}\n`), 'leading-zeros-lost,Huyen'],
      [Buffer.from(`"x"y${good}\n`), 'open-quote,'],
      [Buffer.from(`${good}\n`), ''],
    ];
    const header = Buffer.from(`${COLUMNS}\n`);
    const result = remapAll(Buffer.concat([header, ...records.map(([bytes]) => bytes)]), {
      profile,
      targetProvince: '86',
      succession,
    });
    expect(result.counts).toEqual({ migrated: 3, already: 0, held: 0, rejected: 5 });
    let offset = header.length;
    const expected = records.map(([bytes, why], index) => {
      const row = `a-01:${index + 1},${offset},${bytes.length},${createHash('sha256').update(bytes).digest('hex')},${why}\n`;
      offset += bytes.length;
      return why === '' ? '' : row;
    });
    expect(result.rejectedRows).toBe(expected.join(''));
    expect(
      result.rejectedBytes.equals(
        Buffer.concat(records.filter(([, why]) => why !== '').map(([bytes]) => bytes)),
      ),
    ).toBe(true);
    expect(rowsOf(result.migrated).map((row) => row._record)).toEqual(['a-01:1', 'a-01:3', 'a-01:8']);
    // The numbers of records whose fields can be told stay findable.
    expect(
      rowsOf(result.aliases)
        .filter((row) => row.state === 'rejected')
        .map((row) => [row._record, row.value, row.owner]),
    ).toEqual([
      ['a-01:5', 'K', ''],
      ['a-01:6', 'K', ''],
    ]);
  });
});

describe('what a reviewer found', () => {
  it('rejects the half of a character that a cut leaves, though the chunk is UTF-8 as a whole', () => {
    const small = profileOf({
      format: 'csv',
      maxRecordBytes: 256,
      key: ['K'],
      level: 'commune',
      subject: 'person',
      columns: { K: 'dossier-number', C: 'unit.commune' },
    });
    const result = remapAll(`K,C\n${'x'.repeat(255)}ế,28759\nk,28759\n`, {
      profile: small,
      targetProvince: '86',
    });
    expect(result.rejectedRows.split('\n').map((row) => row.split(',')[4])).toEqual([
      'record-too-long',
      'bad-utf8',
      undefined,
    ]);
    expect(result.counts.migrated).toBe(1);
  });

  it('holds a province-level record of a province that ended long ago', () => {
    const line = { Cap: 'T', Tinh: '28', Huyen: '268', Xa: '09559', TenXa: '', CoQuan: 'H26' };
    expect(held(run(line, { targetProvince: '01' }))).toBe('unit-retired | Tinh | ');
  });

  it('takes no other province’s district in by competence', () => {
    const line = { Cap: 'H', Tinh: '79', Huyen: '760', Xa: '', TenXa: '', CoQuan: 'H07.8' };
    expect(held(run(line))).toBe('outside-target | Huyen | 79');
  });

  it('tallies what is written where the source has no column for a commune', () => {
    const coarse = profileOf({
      format: 'csv',
      key: ['k'],
      level: 'district',
      subject: 'unknown',
      columns: { p: 'unit.province', d: 'unit.district' },
    });
    const result = remapAll('k,p,d\n1,51,536\n', { profile: coarse, targetProvince: '51' });
    expect(result.migrated).toContain('1,51,,a-01:1,unit=district-single@');
    expect(result.tallies).toBe('a-01,536,51,,,migrated,,1\n');
  });

  it('holds every record where an optional key column is absent', () => {
    const loose = profileOf({
      format: 'csv',
      key: ['k'],
      level: 'commune',
      subject: 'person',
      columns: { k: { role: 'dossier-number', optional: true }, x: 'unit.commune' },
    });
    const result = remapAll('x,y\n28759,1\n', { profile: loose, targetProvince: '86' });
    expect(rowsOf(result.held)[0]).toMatchObject({ _reason: 'key-missing', _column: 'k' });
    expect(result.aliases).toBe('');
  });

  it('reads lines that each seem to open a quote without going over the rest again and again', () => {
    const hostile = 'x","\n'.repeat(60_000);
    const result = remapAll(`k,x\n${hostile}`, {
      profile: profileOf({
        format: 'csv',
        key: ['k'],
        level: 'commune',
        subject: 'person',
        columns: { x: 'unit.commune' },
      }),
      targetProvince: '86',
    });
    expect(result.rejectedBytes.length).toBe(hostile.length);
    expect(result.counts.migrated + result.counts.held).toBe(0);
  });
});

describe('bytes', () => {
  it('keeps quoting, line ends, BOM and every column without a role', () => {
    const dossiers = profileNamed('civil-status');
    const header =
      '\ufeffLoaiSo;NoiDangKy;QuyenSo;So;"Họ; tên";DonViQuanLy;MaTinhQuanLy;MaHuyenQuanLy;MaXaQuanLy;TenXaQuanLy\r\n';
    const line = 'KS;Phường 1;"01";7;"Nguyễn ""Văn""; M\u1eabu";"H07.1";"83";"829";28759;"Phường 08"\r\n';
    const result = remapAll(header + line + line.trimEnd(), {
      profile: dossiers,
      targetProvince: '86',
      succession,
    });
    const ours =
      ';a-01:1;"unit=merged_whole@1687/NQ-UBTVQH15#117;agency=remap@QĐ 1/QĐ-UBND";"DonViQuanLy=H07.1;MaTinhQuanLy=83;MaHuyenQuanLy=829;MaXaQuanLy=28759;TenXaQuanLy=Phường 08";2025-07-01';
    const content =
      'KS;Phường 1;"01";7;"Nguyễn ""Văn""; M\u1eabu";"H61.101";"86";"";28756;"Phường Phú Khương"';
    expect(result.migrated).toBe(
      `${header.trimEnd()};_record;_rule;_was;_vintage\r\n${content}${ours}\r\n${content}${ours.replace(':1;', ':2;')}`,
    );
  });

  it('passes every other byte through, whatever stands there', () => {
    const loose = profileOf({
      format: 'csv',
      key: ['k'],
      level: 'commune',
      subject: 'person',
      columns: { x: 'unit.commune', k: 'dossier-number' },
    });
    const cell = fc.oneof(
      fc.string({ maxLength: 8 }).map((text) => text.replace(/[",\r\n]/g, '.')),
      fc.string({ maxLength: 8 }).map((text) => `"${text.replaceAll('"', '""')}"`),
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(cell, cell, fc.constantFrom('28759', '"28759"'), cell, fc.constantFrom('\n', '\r\n')),
          { minLength: 1, maxLength: 20 },
        ),
        (rows) => {
          const text = rows
            .map(([a, k, x, b, eol]) =>
              `${a},k${k.replaceAll('"', '')},${x},${b}${eol}`.replace(/k[\r\n,]*/, 'k'),
            )
            .join('');
          const result = remapAll(`a,k,x,b\n${text}`, { profile: loose, targetProvince: '86' });
          fc.pre(result.counts.rejected === 0 && result.counts.held === 0);
          // Undo what was written, textually: the new code and the four appended fields.
          const undone = result.migrated
            .slice(result.migrated.indexOf('\n') + 1)
            .replaceAll(/,a-01:\d+,unit=merged_whole@1687\/NQ-UBTVQH15#117,x=28759,2025-07-01(?=\r?\n)/g, '')
            .replaceAll(/,("?)28756("?),/g, ',$128759$2,');
          expect(undone).toBe(text);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('conserves: tallies add up to the records, whatever they hold', () => {
    const code = fc.constantFrom('28759', '29719', '', '99999', '1', '00001', '"28759"');
    const line = fc.tuple(
      fc.constantFrom('k1', 'k2', ''),
      code,
      fc.constantFrom('H07.1', 'H07.4', '', 'x'),
      fc.constantFrom('', 'Phường 8', 'P.8', 'Nguyễn Thị B'),
    );
    const small = profileOf({
      format: 'csv',
      key: ['k'],
      level: 'commune',
      subject: 'unknown',
      columns: { k: 'dossier-number', x: 'unit.commune', n: 'unit.commune-name', g: 'agency' },
    });
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 40 }),
        fc.integer({ min: 20, max: 400 }),
        (lines, chunkBytes) => {
          const text = lines.map(([k, x, g, n]) => `${k},${x},${n},${g}\n`).join('');
          const result = remapAll(`k,x,n,g\n${text}`, {
            profile: small,
            targetProvince: '86',
            succession,
            chunkBytes,
          });
          const counted = result.tallies
            .split('\n')
            .filter(Boolean)
            .map((row) => row.split(','));
          const total = counted.reduce((sum, row) => sum + Number(row.at(-1)), 0);
          expect(total).toBe(lines.length);
          for (const outcome of ['migrated', 'already', 'held', 'rejected'] as const)
            expect(
              counted
                .filter((row) => row.includes(outcome))
                .reduce((sum, row) => sum + Number(row.at(-1)), 0),
            ).toBe(result.counts[outcome]);
          expect(result.tallies).not.toContain('Nguyễn');
        },
      ),
    );
  });
});
