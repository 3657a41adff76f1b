import { type ByteString, csvField, toBytes } from './byte-string.ts';
import { nameForms } from './name-forms.ts';
import type { Office, ProvinceOffices } from './offices.ts';
import type { Commune, District, OldProvince } from './region.ts';

/** How one old system writes its files. */
export interface Style {
  readonly eol: '\n' | '\r\n';
  readonly bom: boolean;
  /** Texts are quoted always, or only where they must be. */
  readonly quoteTexts: boolean;
  /** Form of agency codes: QCVN 102, QĐ 20, or both side by side. */
  readonly agencies: '102' | 'qd20' | 'mixed';
  /** Spaces after `:` and `,` in NDJSON, and names as \u escapes. */
  readonly looseJson: boolean;
}

const STYLES: readonly Style[] = [
  { eol: '\n', bom: true, quoteTexts: false, agencies: '102', looseJson: false },
  { eol: '\r\n', bom: false, quoteTexts: false, agencies: 'mixed', looseJson: true },
  { eol: '\n', bom: false, quoteTexts: true, agencies: 'qd20', looseJson: false },
];

/** An office as one system writes it; `index` is its place in the system's counters. */
export interface LocalOffice {
  readonly office: Office;
  readonly index: number;
  readonly written: ByteString;
}

export interface LocalCommune {
  readonly commune: Commune;
  /** `MaTinh,MaHuyen,MaXa,TenXa` ready to write with `,`, one for each way to write the name. */
  readonly comma: readonly ByteString[];
  /** The same with `;`. */
  readonly semicolon: readonly ByteString[];
  /** The names alone. */
  readonly names: readonly string[];
}

/** One old system: an old province's offices, communes and habits. */
export interface System {
  readonly name: string;
  readonly province: OldProvince;
  readonly style: Style;
  readonly offices: readonly LocalOffice[];
  readonly by: { readonly [K in keyof ProvinceOffices]: readonly LocalOffice[] };
  readonly communes: readonly LocalCommune[];
  readonly communeOf: ReadonlyMap<string, LocalCommune>;
  /** Communes of each district that were not split, by district code. */
  readonly whole: ReadonlyMap<string, readonly LocalCommune[]>;
  /** Communes of each district, by district code. */
  readonly ofDistrict: ReadonlyMap<string, readonly LocalCommune[]>;
}

function writtenForm(office: Office, style: Style, index: number): string {
  if (style.agencies === '102' || (style.agencies === 'mixed' && index % 2 === 0)) return office.code102;
  return office.code;
}

function localCommune(commune: Commune, style: Style): LocalCommune {
  const names = nameForms(commune.name);
  const join = (delimiter: ',' | ';') =>
    names.map((name) =>
      [
        commune.province,
        commune.district,
        commune.code,
        csvField(toBytes(name), delimiter, style.quoteTexts),
      ].join(delimiter),
    );
  return { commune, names, comma: join(','), semicolon: join(';') };
}

export function buildSystem(province: OldProvince, offices: ProvinceOffices, index: number): System {
  const style = STYLES[index % STYLES.length] as Style;
  const all: LocalOffice[] = [];
  const localise = (list: readonly Office[]) =>
    list.map((office) => {
      const local = { office, index: all.length, written: writtenForm(office, style, all.length) };
      all.push(local);
      return local;
    });
  const by = {
    communes: localise(offices.communes),
    districts: localise(offices.districts),
    byCommune: localise(offices.byCommune),
    competent: localise(offices.competent),
    byProcedure: localise(offices.byProcedure),
    departments: localise(offices.departments),
    closed: localise(offices.closed),
    archiveOnly: localise(offices.archiveOnly),
  };
  const communes = province.districts.flatMap((district) =>
    district.communes.map((commune) => localCommune(commune, style)),
  );
  const group = (district: District, wholeOnly: boolean) =>
    communes.filter(
      ({ commune }) => commune.district === district.code && (!wholeOnly || commune.successors.length === 1),
    );
  return {
    name: `tthc-${province.slug}`,
    province,
    style,
    offices: all,
    by,
    communes,
    communeOf: new Map(communes.map((local) => [local.commune.code, local])),
    whole: new Map(province.districts.map((district) => [district.code, group(district, true)])),
    ofDistrict: new Map(province.districts.map((district) => [district.code, group(district, false)])),
  };
}
