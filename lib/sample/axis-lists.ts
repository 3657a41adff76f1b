import type { RegistryRow } from '../formats/registry-table.ts';
import { idsOf, qd20Answer, unitsAnswer } from './axis-answers.ts';
import { type AxisEntry, foreignEntries, retiredEntries, wantedEntries, wantedRows } from './axis-entries.ts';
import { agencyMail } from './mail.ts';
import type { Prng } from './prng.ts';
import type { Region } from './region.ts';

/** Keys of differences by category (docs/codes.md section 3), sorted by their bytes. */
type Differences = Record<'added' | 'locked' | 'removed' | 'reparented' | 'changed', string[]>;

/** What must come of comparing the registry with the lists, worked out while they are made. */
export interface AxisExpectation {
  readonly differences: Readonly<Differences>;
  /** Codes of other provinces and of ministries: counted, not compared. */
  readonly others: number;
}

/** Draws each of a list at most once. */
class Hat<T> {
  private readonly left: T[];
  private readonly prng: Prng;
  constructor(items: readonly T[], prng: Prng) {
    this.left = [...items];
    this.prng = prng;
  }
  take(count: number): T[] {
    const taken: T[] = [];
    while (taken.length < count && this.left.length > 0)
      taken.push(...this.left.splice(this.prng.below(this.left.length), 1));
    return taken;
  }
}

/** Puts the axis out of step with the registry, and remembers how. */
class Drift {
  readonly keys: Differences = { added: [], locked: [], removed: [], reparented: [], changed: [] };
  readonly entries: Map<string, AxisEntry>;
  readonly retired: Map<string, AxisEntry>;
  private readonly region: Region;
  private readonly wanted: ReadonlyMap<string, RegistryRow>;
  private readonly prng: Prng;

  constructor(region: Region, registry: readonly RegistryRow[], prng: Prng) {
    this.region = region;
    this.prng = prng;
    this.wanted = wantedRows(registry);
    this.entries = wantedEntries(this.wanted);
    this.retired = retiredEntries(registry, this.wanted);
  }

  /** Codes of the registry that the axis lacks, has locked, or says other things of. */
  ofWanted(faulty: ReadonlySet<string>, unregistered: readonly string[]): void {
    for (const code of unregistered) this.forget(code);
    this.forgetCommune(faulty);
    const hat = new Hat(this.leaves(faulty), this.prng);
    for (const { code } of hat.take(7)) this.forget(code);
    for (const entry of hat.take(6)) {
      entry.deleted = true;
      this.keys.locked.push(`locked:${entry.code}`);
    }
    const { root, slug } = this.region.target;
    for (const entry of hat.take(5)) {
      entry.parent = entry.parent === `${root}.02` ? `${root}.03` : `${root}.02`;
      this.keys.reparented.push(`reparented:${entry.code}`);
    }
    for (const entry of hat.take(6)) this.change(entry, 'name', { name: `${entry.name} (tên cũ)` });
    for (const entry of hat.take(4))
      this.change(entry, 'mail', { mail: agencyMail(`cu.${entry.code}`, slug) });
    for (const entry of hat.take(1)) {
      this.change(entry, 'name', { name: `${entry.name} - cơ sở 2` });
      this.change(entry, 'mail', { mail: agencyMail(`co-so-2.${entry.code}`, slug) });
    }
    const others = hat.take(this.entries.size).filter(({ code102 }) => code102 !== '');
    for (const entry of others.slice(0, 4))
      this.change(entry, 'code_102', { code102: entry.code102.replace(/^000/, '009') });
  }

  /** Closed codes that nobody took off; a code of nobody; one without a readable root; and one that is well known. */
  ofOthers(): void {
    const { root } = this.region.target;
    const gone = new Hat(
      [...this.retired.values()].filter(({ code }) => code.length > 3),
      this.prng,
    );
    for (const entry of gone.take(9)) this.leave({ ...entry, deleted: false });
    this.leave(stray(`${root}.998`, 'Đơn vị dùng thử (mẫu)', root));
    this.leave(stray('UBND-TINH-CU', 'Đơn vị nhập tay (mẫu)', root));
    // The same office under its other form: known, so it is no difference.
    const alias = [...this.wanted.values()].find(({ code_102, code }) => code_102 !== '' && code.length > 3);
    if (alias !== undefined) this.retired.set(alias.code_102, stray(alias.code_102, alias.name, root));
  }

  /** A parent that the axis never heard of stands there as none. */
  orphans(ids: ReadonlyMap<string, string>): void {
    for (const { code, parent, deleted } of this.entries.values())
      if (!deleted && parent !== '' && !ids.has(parent)) this.keys.reparented.push(`reparented:${code}`);
  }

  private leaves(faulty: ReadonlySet<string>): AxisEntry[] {
    const parents = new Set([...this.wanted.values(), ...this.retired.values()].map(({ parent }) => parent));
    return [...this.entries.values()].filter(
      ({ code }) =>
        code.length > 3 && !parents.has(code) && !faulty.has(code) && this.wanted.get(code)?.state !== 'dual',
    );
  }

  /** A whole commune that nobody registered. */
  private forgetCommune(faulty: ReadonlySet<string>): void {
    const communes = [...this.wanted.values()].filter(
      ({ commune, code }) => commune !== '' && !faulty.has(code),
    );
    // The first one has a second seat planted.
    const { code: seat } = this.prng.pick(communes.slice(1));
    for (const code of [...this.entries.keys()])
      if (code === seat || code.startsWith(`${seat}.`)) this.forget(code);
  }

  private forget(code: string): void {
    this.entries.delete(code);
    this.keys.added.push(`added:${code}`);
  }

  private change(entry: AxisEntry, field: 'name' | 'mail' | 'code_102', to: Partial<AxisEntry>): void {
    Object.assign(entry, to);
    this.keys.changed.push(`changed:${entry.code}:${field}`);
  }

  private leave(entry: AxisEntry): void {
    this.retired.set(entry.code, entry);
    this.keys.removed.push(`removed:${entry.code}`);
  }
}

const stray = (code: string, name: string, parent: string): AxisEntry => ({
  code,
  name,
  mail: '',
  parent,
  code102: '',
  deleted: false,
});

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/**
 * Makes two saved answers of the axis that are out of step with the registry, and says how. Codes that are `faulty` in
 * themselves are not made to differ as well, but for the `unregistered` ones.
 */
export function makeAxisLists(
  region: Region,
  registry: readonly RegistryRow[],
  faulty: ReadonlySet<string>,
  unregistered: readonly string[],
  prng: Prng,
): { units: string; qd20: string; expected: AxisExpectation } {
  const drift = new Drift(region, registry, prng);
  drift.ofWanted(faulty, unregistered);
  drift.ofOthers();
  const foreign = foreignEntries(region);
  const all = [...drift.entries.values(), ...drift.retired.values(), ...foreign].sort((a, b) =>
    byBytes(a.code, b.code),
  );
  drift.orphans(idsOf(all));
  for (const keys of Object.values(drift.keys)) keys.sort(byBytes);
  return {
    units: unitsAnswer(all),
    qd20: qd20Answer(all),
    expected: { differences: drift.keys, others: foreign.length },
  };
}
