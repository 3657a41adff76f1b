import type { Outcome } from '../formats/frozen.ts';
import { EXPECTED } from './expect.ts';
import type { LocalOffice } from './system.ts';

const statusSlots = 16;

/** Counts one file: outcomes and first reasons for the manifest, agencies and statuses for the owner's handover. */
export class Tally {
  records = 0;
  private readonly expected = new Float64Array(EXPECTED.length);
  private readonly byOffice: Float64Array;
  private readonly other = new Map<string, number>();
  private readonly outcomes: Record<Outcome, number> = { migrated: 0, already: 0, held: 0, rejected: 0 };
  private readonly reasons = new Map<string, number>();

  private readonly offices: readonly LocalOffice[];

  constructor(offices: readonly LocalOffice[]) {
    this.offices = offices;
    this.byOffice = new Float64Array(offices.length * statusSlots);
  }

  /** A clean record: `status` 0 where its kind has none. */
  clean(office: LocalOffice, status: number, expected: number): void {
    this.records++;
    this.byOffice[office.index * statusSlots + status]! += 1;
    this.expected[expected]! += 1;
  }

  planted(agency: string, status: string, outcome: Outcome, reason: string | undefined): void {
    this.records++;
    const key = JSON.stringify([agency, status]);
    this.other.set(key, (this.other.get(key) ?? 0) + 1);
    this.outcomes[outcome]++;
    if (reason !== undefined) this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
  }

  /** Outcomes and first reasons, reasons sorted by name. */
  result(): { outcomes: Record<Outcome, number>; reasons: Record<string, number> } {
    const outcomes = { ...this.outcomes };
    const reasons = new Map(this.reasons);
    EXPECTED.forEach((expected, at) => {
      const count = this.expected[at] ?? 0;
      if (count === 0) return;
      if (expected === 'migrated') {
        outcomes.migrated += count;
        return;
      }
      outcomes.held += count;
      reasons.set(expected, (reasons.get(expected) ?? 0) + count);
    });
    return { outcomes, reasons: Object.fromEntries([...reasons].sort(([a], [b]) => (a < b ? -1 : 1))) };
  }

  /** `[agency, status, count]` as the owner's database has them, sorted. */
  attested(): [agency: string, status: string, count: number][] {
    const counts = new Map(this.other);
    for (const { index, written } of this.offices)
      for (let status = 0; status < statusSlots; status++) {
        const count = this.byOffice[index * statusSlots + status] ?? 0;
        if (count === 0) continue;
        const key = JSON.stringify([written, status === 0 ? '' : String(status)]);
        counts.set(key, (counts.get(key) ?? 0) + count);
      }
    return [...counts]
      .map(([key, count]): [string, string, number] => {
        const [agency, status] = JSON.parse(key) as [string, string];
        return [agency, status, count];
      })
      .sort(([a1, s1], [a2, s2]) => Buffer.compare(Buffer.from(`${a1}\0${s1}`), Buffer.from(`${a2}\0${s2}`)));
  }
}
