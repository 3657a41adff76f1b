import { STAMP_COLUMNS, TARGET_VINTAGE } from '../formats/vintages.ts';
import { type ByteString, csvLine, toBytes } from './byte-string.ts';
import { DOSSIER_COLUMNS } from './dossier-rows.ts';
import type { Kit } from './kit.ts';
import { newCodes } from './office-book.ts';
import { already, type Expectation, held, type PlantedRow } from './plan.ts';
import { cleanValues, type DossierValues } from './planted-dossiers.ts';
import type { NewCommune } from './region.ts';

const cleanRecords = 20;

/** Header names of a file that an earlier run left: the dossier's columns and the stamp. */
export const STAMPED_COLUMNS: readonly string[] = [...DOSSIER_COLUMNS, ...STAMP_COLUMNS];

/**
 * A small file of an earlier run: its records bear the stamp and must come through byte for byte, all but a few
 * that someone spoilt afterwards.
 */
export function stampedRows(kit: Kit, system: string): { clean: PlantedRow[]; spoilt: PlantedRow[] } {
  const { region, system: old } = kit;
  const codes = newCodes(region);
  let earlier = 0;

  const row = (
    kind: string,
    at: NewCommune,
    change: Partial<DossierValues>,
    stamp: { rule?: string; vintage?: string },
    expect: Expectation,
  ): PlantedRow => {
    const before = kit.whole();
    earlier++;
    const values: DossierValues = {
      ...cleanValues(kit, before.commune, before.office),
      MaTinh: region.target.code,
      MaHuyen: '',
      MaXa: at.code,
      TenXa: at.name,
      DonViXuLy: codes.get(at.code) ?? '',
      ...change,
    };
    const {
      rule = 'unit=merged_whole@mẫu#1;agency=merge-into@Quyết định 1234/QĐ-UBND (mẫu)',
      vintage = TARGET_VINTAGE,
    } = stamp;
    const was = `DonViXuLy=${before.office.written};MaTinh=${old.province.code}`;
    const text: ByteString = csvLine(
      [...DOSSIER_COLUMNS.map((column) => values[column]), `${system}-01:${earlier}`, rule, was, vintage].map(
        toBytes,
      ),
    );
    return {
      kind,
      ...expect,
      agency: values.DonViXuLy,
      status: values.TrangThaiHoSo,
      render: () => text + old.style.eol,
    };
  };
  const pick = () => kit.prng.pick(region.newCommunes);
  const clean = Array.from({ length: cleanRecords }, () => row('stamped', pick(), {}, {}, already));

  const spoilt = [
    row(
      'stamped-vintage-unknown',
      pick(),
      {},
      { vintage: '2025-08-15' },
      held('vintage-unknown', '_vintage'),
    ),
    row(
      'stamped-old-district',
      pick(),
      { MaHuyen: kit.whole().commune.commune.district },
      {},
      held('wrong-vintage', 'MaHuyen'),
    ),
    row(
      'stamped-old-agency',
      pick(),
      { DonViXuLy: kit.whole().office.written },
      {},
      held('wrong-vintage', 'DonViXuLy'),
    ),
  ];
  const gone = kit.oldOnly();
  if (gone)
    spoilt.push(
      row(
        'stamped-old-commune',
        pick(),
        { MaXa: gone.commune.code, TenXa: gone.commune.name },
        {},
        held('wrong-vintage', 'MaXa'),
      ),
    );
  const reused = kit.reused();
  const bearer = reused && region.newCommunes.find((commune) => commune.code === reused.commune.commune.code);
  if (reused && bearer)
    spoilt.push(
      row(
        'stamped-old-name',
        bearer,
        { TenXa: reused.commune.commune.name },
        {},
        held('wrong-vintage', 'TenXa'),
      ),
    );
  const archive = kit.inDistrict('archiveOnly');
  if (archive)
    spoilt.push(
      row(
        'stamped-archive-only',
        pick(),
        { DonViXuLy: archive.office.written },
        { rule: 'unit=merged_whole@mẫu#1;agency=archive-only@Quyết định 1234/QĐ-UBND (mẫu)' },
        already,
      ),
    );
  return { clean, spoilt };
}
