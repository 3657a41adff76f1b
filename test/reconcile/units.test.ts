import { describe, expect, it } from 'vitest';
import { DERIVE_FILES } from '../../lib/reconcile/checks/catalogue.ts';
import { Database } from '../../lib/reconcile/engine/database.ts';
import { reconcile } from '../../lib/reconcile/reconcile.ts';
import { type Fixture, fixture } from './fixture.ts';
import { TempScratch } from './support.ts';

/** Reads one dossier as `units` say and expects it held so; what else the change breaks is not looked at. */
async function heldAs(
  number: number,
  from: string,
  to: string,
  reasons: string,
  change: (fixture: Fixture) => void = () => undefined,
): Promise<string[]> {
  const given = fixture();
  const source = given.files.text('hn/dossiers.csv');
  const id = `H26.01-250102-00${String(number).padStart(2, '0')}`;
  const line = source.split('\n').find((each) => each.startsWith(id))!;
  if (!line.includes(from)) throw new Error(`dossier ${number} does not hold ${from}`);
  const now = line.replace(from, to);
  given.files.set('hn/dossiers.csv', source.replace(line, now));
  const part = `0000${number > 7 ? 1 : 0}.csv`;
  for (const outcome of ['migrated', 'held']) {
    const path = `${outcome}/hn-01/${part}`;
    given.out.set(
      path,
      given.out
        .text(path)
        .split('\n')
        .filter((each) => !each.startsWith(id))
        .join('\n') + (outcome === 'held' ? `${now},hn-01:${number},${reasons}\n` : ''),
    );
  }
  change(given);
  await reconcile(given.input);
  return given.out
    .text('findings/outcome-equal.csv')
    .split('\n')
    .filter((each) => each.startsWith(`hn-01:${number},`));
}

/** Something else must fail too, so that there is a file of findings to look at. */
const another = (given: Fixture): void => {
  given.out.set(
    'held/hn-01/00000.csv',
    given.out.text('held/hn-01/00000.csv').replace('00004 00103', '00103'),
  );
};

describe('units at the old vintage', () => {
  it('a competent agency takes a district record to the province of its district, not to the target', async () => {
    const change = (given: Fixture): void => another(given);
    const from = 'H26.05,01,001,,';
    expect(await heldAs(8, from, 'H26.05,83,829,,', 'outside-target,MaHuyen,86', change)).toEqual([]);
    expect(await heldAs(8, from, 'H26.05,83,829,,', 'outside-target,MaHuyen,01', change)).toHaveLength(1);
  });
  it('a province that only a retired row knows holds the record, and its commune is not looked at', async () => {
    const change = (given: Fixture): void => {
      another(given);
      given.data.set(
        'retired-communes.csv',
        `${given.data.text('retired-communes.csv')}09559,Xã Văn Khê,268,Thành phố Hà Đông,28,Tỉnh Hà Tây,2008-08-01,,,none\n`,
      );
      given.out.set('batch.json', given.out.text('batch.json').replace('"is":"district"', '"is":"province"'));
    };
    const from = 'H26.03,01,001,,';
    expect(await heldAs(9, from, 'H26.03,28,268,09559,', 'unit-retired,MaTinh,', change)).toEqual([]);
    expect(await heldAs(9, from, 'H26.03,28,268,09559,', 'unit-retired,MaXa,', change)).toHaveLength(1);
  });
});

describe('folding', () => {
  it('makes letters small one by one: İ is i, Σ is σ also at the end of a word', async () => {
    const scratch = new TempScratch();
    const database = await Database.open(scratch);
    try {
      await database.script(DERIVE_FILES['00-folding']!);
      const rows = await database.rows(
        "SELECT fold('\u0130A') = fold('ia') AS dotted, fold('I\u0307a') = fold('ia') AS composed, fold_start('ΑΣ ΣΑ') AS sigma, fold_start('\u0130') AS i",
      );
      expect(rows).toEqual([{ dotted: true, composed: true, sigma: 'ας σα'.replace('ς', 'σ'), i: 'i' }]);
    } finally {
      database.close();
      scratch.remove();
    }
  });
});
