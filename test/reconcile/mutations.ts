import { type Fixture, fixture } from './fixture.ts';
import { type MemoryStore, sha256 } from './support.ts';

/** One way to cheat or break, and the check that must name it: its findings hold `says`. */
export interface Mutation {
  readonly name: string;
  /**
   * Those of one number are made in one batch, in the order of this table: each run of the reconciliation takes as long
   * as a hundred mutations. They do not disturb each other, which `adds` proves.
   */
  readonly run: number;
  /** By how many findings of all checks together the batch has more than an unbroken one, as counted for it alone. */
  readonly adds: number;
  readonly change: (fixture: Fixture) => void;
  readonly check: string;
  readonly says: string;
}

function edit(store: MemoryStore, path: string, from: string, to: string): void {
  const text = Buffer.from(store.text(path)).toString('utf8');
  if (!text.includes(from)) throw new Error(`the fixture's ${path} does not hold ${from}`);
  store.set(
    path,
    text.replace(from, () => to),
  );
}
const lineOf = (store: MemoryStore, path: string, part: string): string => {
  const line = store
    .text(path)
    .split('\n')
    .find((each) => each.includes(part));
  if (line === undefined) throw new Error(`no line of ${path} holds ${part}`);
  return `${line}\n`;
};
const waiver = (check: string, key: string): Buffer =>
  Buffer.from(`check,key,person,reason,date,expiry\n${check},${key},A,b,2025-07-01,2026-01-01\n`);
const migrated0 = 'migrated/hn-01/00000.csv';
const migrated1 = 'migrated/hn-01/00001.csv';
const held0 = 'held/hn-01/00000.csv';
const held1 = 'held/hn-01/00001.csv';
const alias0 = 'aliases/hn-01/00000.csv';
const alias1 = 'aliases/hn-01/00001.csv';

export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'an output byte is flipped',
    run: 1,
    adds: 1,
    check: 'passthrough-identical',
    says: 'hn-01,2,',
    change: ({ out }) => edit(out, migrated0, 'Trần B', 'Trần C'),
  },
  {
    name: 'a line end is changed',
    run: 2,
    adds: 1,
    check: 'passthrough-identical',
    says: 'hn-01,2,',
    change: ({ out }) => edit(out, migrated0, '\r\n', '\n'),
  },
  {
    name: 'a held record is touched',
    run: 1,
    adds: 1,
    check: 'passthrough-identical',
    says: 'hn-01,3,',
    change: ({ out }) => edit(out, held0, '00112', '00103'),
  },
  {
    name: 'a byte of a held record is flipped',
    run: 2,
    adds: 1,
    check: 'passthrough-identical',
    says: 'hn-01,3,',
    change: ({ out }) => edit(out, held0, 'Cty C', 'Cty D'),
  },
  {
    name: 'the BOM of a part is lost',
    run: 3,
    adds: 1,
    check: 'passthrough-identical',
    says: migrated0,
    change: ({ out }) => out.set(migrated0, out.objects.get(migrated0)!.subarray(3)),
  },
  {
    name: 'rejected bytes are changed',
    run: 1,
    adds: 3,
    check: 'passthrough-identical',
    says: 'hn-01,6,',
    change: ({ out }) => edit(out, 'rejected/hn-01.bin', 'too,few', 'too,fee'),
  },
  {
    name: 'a rejected offset is wrong',
    run: 2,
    adds: 1,
    check: 'passthrough-identical',
    says: 'hn-01,12,',
    change: ({ out }) =>
      out.set(
        'rejected/hn-01.csv',
        out.text('rejected/hn-01.csv').replace(/hn-01:12,(\d+)/, (_, n) => `hn-01:12,${Number(n) + 1}`),
      ),
  },
  {
    name: 'a row is deleted',
    run: 3,
    adds: 3,
    check: 'records-exactly-once',
    says: 'missing',
    change: ({ out }) => edit(out, migrated0, lineOf(out, migrated0, '-0002,'), ''),
  },
  {
    name: 'a row is doubled',
    run: 1,
    adds: 3,
    check: 'records-exactly-once',
    says: 'doubled',
    change: ({ out }) =>
      edit(out, migrated0, lineOf(out, migrated0, '-0002,'), lineOf(out, migrated0, '-0002,').repeat(2)),
  },
  {
    name: 'a row is moved to another part',
    run: 23,
    adds: 1,
    check: 'records-exactly-once',
    says: 'wrong part',
    change: ({ out }) => {
      const row = lineOf(out, migrated0, '-0002,');
      edit(out, migrated0, row, '');
      edit(out, migrated1, 'H26.01-250102-0008', `${row}H26.01-250102-0008`);
    },
  },
  {
    name: 'an already row is deleted',
    run: 1,
    adds: 3,
    check: 'records-exactly-once',
    says: 'cu-01,1,',
    change: ({ out }) =>
      edit(out, 'already/cu-01/00000.csv', lineOf(out, 'already/cu-01/00000.csv', '-0002,'), ''),
  },
  {
    name: 'a byte of an already row is flipped',
    run: 2,
    adds: 6,
    check: 'records-exactly-once',
    says: 'unknown',
    change: ({ out }) => edit(out, 'already/cu-01/00000.csv', ',O,', ',Q,'),
  },
  {
    name: 'an invented row',
    run: 5,
    adds: 4,
    check: 'records-exactly-once',
    says: 'unknown',
    change: ({ out }) => edit(out, migrated0, 'hn-01:2,', 'hn-01:99,'),
  },
  {
    name: 'a file that should not be there',
    run: 2,
    adds: 1,
    check: 'records-exactly-once',
    says: 'migrated/hn-01/00009.csv',
    change: ({ out }) => out.set('migrated/hn-01/00009.csv', out.text(migrated0)),
  },
  {
    name: 'a good record is held',
    run: 24,
    adds: 2,
    check: 'outcome-equal',
    says: 'hn-01,2,',
    change: ({ out }) => {
      edit(out, migrated0, lineOf(out, migrated0, '-0002,'), '');
      edit(
        out,
        held0,
        'H26.01-250102-0003',
        'H26.01-250102-0002,Trần B,CẤP XÃ,1,1.001,1,20250801,H26.03,01,003,00112,P. Thuỵ Khuê,hn-01:2,split-undecided,MaXa,00004 00103\r\nH26.01-250102-0003',
      );
    },
  },
  {
    name: 'a hold reason is dropped',
    run: 3,
    adds: 3,
    check: 'outcome-equal',
    says: 'hn-01,4,_reason',
    change: ({ out }) =>
      edit(out, held0, 'unit-missing;agency-unknown,MaXa;DonViXuLy,;', 'unit-missing,MaXa,'),
  },
  {
    name: 'a candidate is dropped',
    run: 3,
    adds: 1,
    check: 'outcome-equal',
    says: 'hn-01,3,_candidates',
    change: ({ out }) => edit(out, held0, ',00004 00103', ',00103'),
  },
  {
    name: 'an old record is stamped as already',
    run: 6,
    adds: 4,
    check: 'outcome-equal',
    says: '"outcome already, expected migrated"',
    change: ({ out }) => {
      edit(out, migrated0, lineOf(out, migrated0, '-0002,'), '');
      out.set(
        'already/hn-01/00000.csv',
        `${out
          .text(migrated0)
          .split('\n')[0]!
          .replace(
            /,_record.*/,
            '',
          )}\nH26.01-250102-0002,Trần B,CẤP XÃ,1,1.001,1,20250801,H26.03,01,003,00112,P. Thuỵ Khuê\r\n`,
      );
    },
  },
  {
    name: 'a readable record is rejected',
    run: 3,
    adds: 1,
    check: 'outcome-equal',
    says: 'outcome rejected',
    change: ({ out, files }) => {
      const row = 'H26.01-250102-0009,I,Cấp huyện,1,1.001,1,20250801,H26.03,01,001,,\n';
      const source = files.text('hn/dossiers.csv');
      const offset = Buffer.from(files.objects.get('hn/dossiers.csv')!).indexOf(
        Buffer.from('H26.01-250102-0009'),
      );
      if (!source.includes(row)) throw new Error('no such row');
      edit(out, held1, lineOf(out, held1, '-0009,'), '');
      edit(
        out,
        'rejected/hn-01.csv',
        'hn-01:12',
        `hn-01:9,${offset},${Buffer.byteLength(row)},${sha256(row)},ragged,\nhn-01:12`,
      );
      const bin = Buffer.from(out.objects.get('rejected/hn-01.bin')!);
      const at = bin.indexOf(Buffer.from('H26.01-250102-0012'));
      out.set('rejected/hn-01.bin', Buffer.concat([bin.subarray(0, at), Buffer.from(row), bin.subarray(at)]));
    },
  },
  {
    name: 'rejected for another reason',
    run: 23,
    adds: 1,
    check: 'outcome-equal',
    says: 'hn-01,6,_reason',
    change: ({ out }) => edit(out, 'rejected/hn-01.csv', ',ragged,', ',open-quote,'),
  },
  {
    name: 'the mapping is another',
    run: 24,
    adds: 1,
    check: 'outcome-equal',
    says: 'mapping:succession',
    change: ({ out }) => edit(out, 'mapping.json', sha256(fixture().input.succession!), sha256('x')),
  },
  {
    name: 'a source is cut at a line end',
    run: 7,
    adds: 16,
    check: 'sources-attested',
    says: 'cut at a line end',
    change: ({ files }) => {
      const bytes = Buffer.from(files.objects.get('kq.ndjson')!);
      files.set('kq.ndjson', bytes.subarray(0, bytes.indexOf(0x0a) + 1));
    },
  },
  {
    name: 'a source was cut before the freeze',
    run: 4,
    adds: 1,
    check: 'sources-attested',
    says: 'the owner handed over',
    change: ({ files }) => edit(files, 'kq-handover.csv', ',4,', ',5,'),
  },
  {
    name: 'a count of the handover differs',
    run: 5,
    adds: 3,
    check: 'sources-attested',
    says: 'handed over 3, read 4',
    change: ({ files }) => {
      edit(files, 'hn/handover.csv', 'H26.03,1,6', 'H26.03,1,3');
      edit(files, 'hn/handover.csv', 'H26.08,9,1', 'H26.08,9,4');
    },
  },
  {
    name: 'a source is listed twice',
    run: 8,
    adds: 19,
    check: 'sources-distinct',
    says: 'the same file',
    change: ({ out }) => {
      const batch = JSON.parse(out.text('batch.json'));
      batch.sources.push({ ...batch.sources[1], source: 'cu-02' });
      out.set('batch.json', JSON.stringify(batch));
    },
  },
  {
    name: 'an alias is removed',
    run: 5,
    adds: 1,
    check: 'aliases-complete',
    says: 'missing',
    change: ({ out }) => edit(out, alias0, lineOf(out, alias0, 'hn-01:2,'), ''),
  },
  {
    name: 'an alias is added',
    run: 6,
    adds: 1,
    check: 'aliases-complete',
    says: 'extra',
    change: ({ out }) =>
      edit(
        out,
        alias0,
        lineOf(out, alias0, 'hn-01:2,'),
        `${lineOf(out, alias0, 'hn-01:2,')}${lineOf(out, alias0, 'hn-01:2,').replace('dossier-number', 'document-id')}`,
      ),
  },
  {
    name: 'a held record’s alias shows a new owner',
    run: 5,
    adds: 1,
    check: 'aliases-complete',
    says: 'shows another owner',
    change: ({ out }) => edit(out, alias0, 'held,H26.03', 'held,H26.101'),
  },
  {
    name: 'a repeated key is not numbered',
    run: 5,
    adds: 1,
    check: 'aliases-complete',
    says: 'not numbered',
    change: ({ out }) => edit(out, alias1, '0001#2', '0001'),
  },
  {
    name: 'a repeated key is numbered wrongly',
    run: 6,
    adds: 1,
    check: 'aliases-complete',
    says: 'numbered #3',
    change: ({ out }) => edit(out, alias1, '0001#2', '0001#3'),
  },
  {
    name: 'the tallies are edited',
    run: 6,
    adds: 1,
    check: 'conservation',
    says: 'tallies.csv says 2',
    change: ({ out }) => edit(out, 'tallies.csv', 'H26.101,already,,1', 'H26.101,already,,2'),
  },
  {
    name: 'a record is lost',
    run: 9,
    adds: 2,
    check: 'conservation',
    says: 'in the outputs 0',
    change: ({ out }) => edit(out, held0, lineOf(out, held0, '-0004,'), ''),
  },
  {
    name: 'the district is not emptied',
    run: 4,
    adds: 2,
    check: 'rewritten-equal',
    says: 'hn-01,2,MaHuyen',
    change: ({ out }) => edit(out, migrated0, 'H26.03,01,,00103', 'H26.03,01,003,00103'),
  },
  {
    name: 'the district is not emptied: an old unit in the target',
    run: 9,
    adds: 2,
    check: 'no-old-unit-in-target',
    says: 'hn-01,2,MaHuyen',
    change: ({ out }) => edit(out, migrated0, 'H26.03,01,,00103', 'H26.03,01,003,00103'),
  },
  {
    name: 'a wrong new code',
    run: 10,
    adds: 4,
    check: 'rewritten-equal',
    says: 'expected 00103',
    change: ({ out }) => edit(out, migrated0, 'H26.03,01,,00103', 'H26.03,01,,00004'),
  },
  {
    name: 'a quote is lost',
    run: 9,
    adds: 1,
    check: 'rewritten-equal',
    says: 'hn-01,1,MaXa',
    change: ({ out }) => edit(out, migrated0, '"00097"', '00097'),
  },
  {
    name: 'an _was is changed',
    run: 9,
    adds: 1,
    check: 'rewritten-equal',
    says: 'hn-01,2,_was',
    change: ({ out }) => edit(out, migrated0, 'MaXa=00112', 'MaXa=00113'),
  },
  {
    name: 'a rule is changed',
    run: 9,
    adds: 1,
    check: 'rewritten-equal',
    says: 'hn-01,8,_rule',
    change: ({ out }) => edit(out, migrated1, 'unit=competence', 'unit=province'),
  },
  {
    name: 'a JSON value is written otherwise',
    run: 10,
    adds: 1,
    check: 'rewritten-equal',
    says: 'kq-01,2,/TenXa',
    change: ({ out }) => edit(out, 'migrated/kq-01/00000.ndjson', 'Phường Hồng Hà', 'Ph\\u01b0ờng Hồng Hà'),
  },
  {
    name: 'a closed code in the target',
    run: 10,
    adds: 4,
    check: 'no-closed-agency-in-target',
    says: 'H26.01.02',
    change: ({ out }) => edit(out, migrated0, 'H26.101', 'H26.01.02'),
  },
  {
    name: 'a result without its dossier',
    run: 10,
    adds: 4,
    check: 'results-linked',
    says: 'kq-01,2,',
    change: (f) => {
      edit(
        f.files,
        'kq.ndjson',
        '"KQ2","MaHoSo":"H26.01-250102-0001"',
        '"KQ2","MaHoSo":"H26.01-250102-9999"',
      );
    },
  },
  {
    name: 'a result’s file is missing',
    run: 10,
    adds: 4,
    check: 'district-results-digitised',
    says: 'the file is missing',
    change: ({ out }) => edit(out, 'frozen/kq-01.attachments.csv', 'a.pdf,', 'b.pdf,'),
  },
  {
    name: 'a result’s file is another',
    run: 11,
    adds: 3,
    check: 'district-results-digitised',
    says: 'differs from the record',
    change: ({ out }) => edit(out, 'frozen/kq-01.attachments.csv', sha256('a pdf'), sha256('b pdf')),
  },
  {
    name: 'a path leads out',
    run: 11,
    adds: 6,
    check: 'district-results-digitised',
    says: 'unsafe',
    change: ({ files }) => edit(files, 'kq.ndjson', '"Tep":""', '"Tep":"../x"'),
  },
  {
    name: 'an attachment the manifest lacks',
    run: 12,
    adds: 2,
    check: 'attachments-manifest',
    says: 'extra',
    change: ({ out }) =>
      out.set(
        'frozen/kq-01.attachments.csv',
        `${out.text('frozen/kq-01.attachments.csv')}b.pdf,file,1,${sha256('b')}\n`,
      ),
  },
  {
    name: 'an unfinished dossier without a deadline',
    run: 13,
    adds: 18,
    check: 'unfinished-owned',
    says: 'hn-01,2,NgayHenTra',
    change: ({ files }) => edit(files, 'hn/dossiers.csv', 'CẤP XÃ,1,1.001,1,20250801', 'CẤP XÃ,1,1.001,1,'),
  },
  {
    name: 'too many held',
    run: 11,
    adds: 1,
    check: 'held-within-threshold',
    says: '7 held records',
    change: (f) => {
      f.input = { ...f.input, thresholds: { held: 6, rejected: 4 } };
    },
  },
  {
    name: 'too many rejected',
    run: 12,
    adds: 1,
    check: 'rejected-within-threshold',
    says: '4 rejected records',
    change: (f) => {
      f.input = { ...f.input, thresholds: { held: 7, rejected: 3 } };
    },
  },
  {
    name: 'the owner in the target is blank',
    run: 11,
    adds: 4,
    check: 'unfinished-owned',
    says: 'hn-01,2,DonViXuLy',
    change: ({ out }) => edit(out, migrated0, 'H26.03,01,,00103', ',01,,00103'),
  },
  {
    name: 'batch.json calls a source stamped',
    run: 11,
    adds: 1,
    check: 'records-exactly-once',
    says: 'hn-01:stamped',
    change: ({ out }) => edit(out, 'batch.json', '"stamped":false', '"stamped":true'),
  },
  {
    name: 'batch.json has another target province',
    run: 14,
    adds: 53,
    check: 'batch-as-declared',
    says: 'declared:targetProvince',
    change: ({ out }) => edit(out, 'batch.json', '"targetProvince":"01"', '"targetProvince":"86"'),
  },
  {
    name: 'batch.json has another vintage',
    run: 15,
    adds: 50,
    check: 'batch-as-declared',
    says: 'vintage is frozen as 2025-07-01, declared 2025-06-30',
    change: ({ out }) => edit(out, 'batch.json', '"vintage":"2025-06-30"', '"vintage":"2025-07-01"'),
  },
  {
    name: 'a source is dropped from batch.json',
    run: 16,
    adds: 4,
    check: 'batch-as-declared',
    says: 'cu.csv is declared but not frozen',
    change: ({ out }) => {
      const batch = JSON.parse(out.text('batch.json'));
      batch.sources.splice(1, 1);
      out.set('batch.json', JSON.stringify(batch));
    },
  },
  {
    name: 'a source is frozen that nobody declared',
    run: 12,
    adds: 1,
    check: 'batch-as-declared',
    says: 'cu.csv is frozen but not declared',
    change: (f) => {
      const declared = f.input.declared!;
      f.input = {
        ...f.input,
        declared: { ...declared, sources: declared.sources.filter((source) => source.system !== 'cu') },
      };
    },
  },
  {
    name: 'a profile inside batch.json is another',
    run: 17,
    adds: 9,
    check: 'batch-as-declared',
    says: 'declared:profile:dossiers:content',
    change: ({ out }) => edit(out, 'batch.json', '"finished":["9"]', '"finished":["1"]'),
  },
  {
    name: 'a profile was changed after the freeze',
    run: 12,
    adds: 1,
    check: 'batch-as-declared',
    says: 'declared:profile:dossiers:sha256',
    change: (f) => {
      const declared = f.input.declared!;
      const dossiers = Buffer.from(`${Buffer.from(declared.profiles.dossiers!).toString()}\n# later`);
      f.input = {
        ...f.input,
        declared: { ...declared, profiles: { ...declared.profiles, dossiers } },
      };
    },
  },
  {
    name: 'a waiver for a check that can not be waived',
    run: 18,
    adds: 2,
    check: 'waivers-current',
    says: 'can not be waived',
    change: (f) => {
      edit(f.out, migrated0, 'Trần B', 'Trần C');
      f.input = { ...f.input, waivers: waiver('passthrough-identical', 'hn-01:2') };
    },
  },
  {
    name: 'such a waiver covers nothing',
    run: 12,
    adds: 2,
    check: 'passthrough-identical',
    says: 'hn-01,2,',
    change: (f) => {
      edit(f.out, migrated0, 'Trần B', 'Trần C');
      f.input = { ...f.input, waivers: waiver('passthrough-identical', 'hn-01:2') };
    },
  },
  {
    name: 'a waiver matches nothing',
    run: 19,
    adds: 1,
    check: 'waivers-current',
    says: 'matches no finding',
    change: (f) => {
      f.input = {
        ...f.input,
        waivers: waiver('unfinished-owned', 'hn-01:1'),
      };
    },
  },
  {
    name: 'chunks are cut inside a record',
    run: 19,
    adds: 6,
    check: 'records-exactly-once',
    says: 'the chunk does not start at a record',
    change: (f) =>
      editChunks(f, ([first, second]) => {
        first!.end += 5;
        second!.start += 5;
      }),
  },
  {
    name: 'chunks overlap',
    run: 20,
    adds: 2,
    check: 'records-exactly-once',
    says: 'hn-01:tile:1',
    change: (f) =>
      editChunks(f, ([, second]) => {
        second!.start -= 20;
      }),
  },
  {
    name: 'a chunk begins behind the first record',
    run: 21,
    adds: 1,
    check: 'records-exactly-once',
    says: 'the chunk does not start at a record',
    change: (f) =>
      editChunks(f, ([first]) => {
        first!.start += 1;
      }),
  },
  {
    name: 'the last chunk ends before the file does',
    run: 19,
    adds: 1,
    check: 'records-exactly-once',
    says: 'hn-01:end',
    change: (f) =>
      editChunks(f, ([, second]) => {
        second!.end -= 3;
      }),
  },
  {
    name: 'a chunk counts from another record',
    run: 21,
    adds: 2,
    check: 'records-exactly-once',
    says: "the chunk's first record is 8, frozen 9",
    change: (f) =>
      editChunks(f, ([, second]) => {
        second!.firstNumber = 9;
      }),
  },
  {
    name: 'a chunk is missing from the table',
    run: 22,
    adds: 25,
    check: 'records-exactly-once',
    says: 'hn-01:counts:0',
    change: (f) => editChunks(f, (chunks) => chunks.pop()),
  },
];

interface Bounds {
  start: number;
  end: number;
  firstNumber: number;
}
function editChunks({ out }: Fixture, change: (chunks: Bounds[]) => unknown): void {
  const path = 'frozen/hn-01.chunks.json';
  const chunks = JSON.parse(out.text(path)) as Bounds[];
  change(chunks);
  out.set(path, JSON.stringify(chunks));
}
