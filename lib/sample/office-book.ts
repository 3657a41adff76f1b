import type { SuccessionRow } from '../formats/tables.ts';
import type { Office } from './offices.ts';
import type { Region } from './region.ts';

const BASES = [1234, 1235, 1301, 1417, 1502].map((number) => `Quyết định ${number}/QĐ-UBND (mẫu)`);

/** `H61.22.21` in the form of QCVN 102: `000.21.22.H61`. */
export function code102Of(code: string): string {
  const [root = '', yy = '00', zz = '00'] = code.split('.');
  return `000.${zz}.${yy}.${root}`;
}

/** New level-2 codes of the communes: from `.101`, so that none collides with an old code still in force. */
export function newCodes(region: Region): Map<string, string> {
  return new Map(
    region.newCommunes.map((commune, index) => [commune.code, `${region.target.root}.${101 + index}`]),
  );
}

/** Collects offices and their succession rows in order. */
export class OfficeBook {
  readonly rows: SuccessionRow[] = [];
  readonly offices: Office[] = [];
  private readonly seen = new Set<string>();

  add(office: Omit<Office, 'code102' | 'district' | 'commune'> & Partial<Office>): Office {
    if (this.seen.has(office.code)) throw new Error(`the sample gave the code ${office.code} twice`);
    this.seen.add(office.code);
    const made: Office = {
      district: undefined,
      commune: undefined,
      ...office,
      code102: code102Of(office.code),
    };
    this.offices.push(made);
    return made;
  }

  row(office: Office, row: Partial<SuccessionRow>): void {
    this.rows.push({
      old_code: office.code,
      old_code_102: office.code102,
      disposition: 'keep',
      new_code: '',
      new_commune: '',
      when: '',
      valid_from: '2025-07-01',
      valid_to: '',
      legal_basis: BASES[office.code.length % BASES.length] ?? '',
      ...row,
    });
  }
}
