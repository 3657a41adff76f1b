import type { Row } from './made.ts';

/**
 * What becomes of a record whose codes are all right, worked out from the CSV tables and the succession list for the
 * tests: docs/rules.md sections 4 to 6 for old-vintage records in the plainest form. Answers the first reason or ''.
 */
export class Oracle {
  private readonly edges = new Map<string, { to: string; people: string }[]>();
  private readonly ofDistrict = new Map<string, Set<string>>();
  private readonly offices = new Map<string, Row[]>();
  private readonly level1: ReadonlySet<string>;

  constructor(tables: { communes: Row[]; crosswalk: Row[]; level1: Row[]; succession: Row[] }) {
    const district = new Map(tables.communes.map((row) => [row.code, row.district]));
    for (const row of tables.crosswalk) {
      const from = row.old_code ?? '';
      this.edges.set(from, [
        ...(this.edges.get(from) ?? []),
        { to: row.new_code ?? '', people: row.people ?? '' },
      ]);
      const key = district.get(from) ?? '';
      this.ofDistrict.set(key, (this.ofDistrict.get(key) ?? new Set()).add(row.new_code ?? ''));
    }
    for (const row of tables.succession) {
      if ((row.valid_to ?? '') !== '' && (row.valid_to ?? '') < '2025-07-01') continue;
      for (const code of [row.old_code ?? '', row.old_code_102 ?? ''])
        this.offices.set(code, [...(this.offices.get(code) ?? []), row]);
    }
    this.level1 = new Set(tables.level1.flatMap((row) => [row.code ?? '', `000.00.00.${row.code}`]));
  }

  firstReason(record: {
    level: string;
    subject: string;
    district: string;
    commune: string;
    agency: string;
    procedure: string;
    finished: boolean;
  }): string {
    const edges = this.edges.get(record.commune) ?? [];
    const byPeople = record.subject === 'person' ? edges.find((edge) => edge.people === '1') : undefined;
    let commune = (edges.length === 1 ? edges[0] : byPeople)?.to ?? '';
    let unit = record.commune !== '' && commune === '' ? 'split-undecided' : '';
    if (record.level === 'district') {
      const successors = [...(this.ofDistrict.get(record.district) ?? [])];
      if (successors.length === 1) {
        commune = successors[0] ?? '';
        unit = '';
      } else if (!this.isCompetent(record.agency, record.procedure)) unit = 'district-undecided';
    }
    const agency = this.agencyReason(record.agency, commune, record.procedure, record.finished);
    return unit === '' ? agency : unit;
  }

  private rowsThatHold(agency: string, commune: string, procedure: string): Row[] {
    return (this.offices.get(agency) ?? []).filter((row) => {
      const when = row.when ?? '';
      if (when === '') return true;
      return when.split('&').every((condition) => {
        const [what = '', list = ''] = condition.split('=');
        const value = what.startsWith('commune') ? commune : procedure;
        if (value === '') return false;
        const listed = list.split('|').some((term) => value === term || value.startsWith(`${term}.`));
        return listed !== what.endsWith('!');
      });
    });
  }

  private isCompetent(agency: string, procedure: string): boolean {
    const rows = this.rowsThatHold(agency, '', procedure);
    const [row] = rows;
    if (rows.length !== 1 || row === undefined || row.new_commune !== '') return false;
    if (row.disposition === 'split') return (row.when ?? '').includes('procedure');
    return ['remap', 'merge-into', 'close'].includes(row.disposition ?? '') && row.new_code !== '';
  }

  private agencyReason(agency: string, commune: string, procedure: string, finished: boolean): string {
    if (this.level1.has(agency)) return '';
    const all = this.offices.get(agency);
    if (all === undefined) return agency === '' ? 'agency-missing' : 'agency-unknown';
    const disposition = all[0]?.disposition;
    if (disposition === 'archive-only') return finished ? '' : 'agency-archive-unfinished';
    if (disposition === 'close' && all[0]?.new_code === '') return 'agency-closed';
    if (disposition !== 'split') return '';
    return this.rowsThatHold(agency, commune, procedure).length === 1 ? '' : 'agency-ambiguous';
  }
}
