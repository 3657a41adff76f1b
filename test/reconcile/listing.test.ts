import { describe, expect, it } from 'vitest';
import { reconcile } from '../../lib/reconcile/reconcile.ts';
import { type Fixture, fixture } from './fixture.ts';

async function listed(
  check: string,
  change: (fixture: Fixture) => void = () => undefined,
): Promise<string[]> {
  const given = fixture();
  change(given);
  const model = await reconcile(given.input);
  const result = model.checks.find((each) => each.id === check);
  expect(result?.verdict).toBe('pass');
  const rows = given.out.text(`findings/${check}.csv`).trimEnd().split('\n').slice(1);
  expect(result?.findings).toBe(rows.length);
  return rows;
}

describe('listings name every row, and nothing else', () => {
  it('duplicate-keys', async () => {
    expect(await listed('duplicate-keys')).toEqual([
      'hn-01:1,hn-01,1,,number 1 of 2 records with one key; the first is hn-01:1',
      'hn-01:13,hn-01,13,,number 2 of 2 records with one key; the first is hn-01:1',
    ]);
  });
  it('repeated-numbers', async () => {
    expect(await listed('repeated-numbers')).toEqual([
      'cu-01:1:dossier-number,cu-01,1,dossier-number,also the number of hn-01:2',
      'hn-01:2:dossier-number,hn-01,2,dossier-number,stands in another system as well',
    ]);
  });
  it('numbers-malformed', async () => {
    expect(await listed('numbers-malformed')).toEqual([
      'hn-01:7,hn-01,7,MaHoSo,no such day in the calendar',
      'hn-01:10,hn-01,10,MaHoSo,not of the form agency-yymmdd-serial (?5 other)',
    ]);
  });
  it('agency-unit-conflict', async () => {
    const detail = '"agency H26.101 belongs to 00004, the record to 00097"';
    expect(
      await listed('agency-unit-conflict', (given) => {
        const succession = Buffer.from(given.input.succession!)
          .toString()
          .replace('H26.101,00097', 'H26.101,00004');
        given.input = { ...given.input, succession: Buffer.from(succession) };
      }),
    ).toEqual([`hn-01:1,hn-01,1,DonViXuLy,${detail}`, `kq-01:2,kq-01,2,/DonVi,${detail}`]);
  });
});
