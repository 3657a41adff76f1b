import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ReconcileRequest } from '../../lib/batch/run.ts';
import type { Reconciliation } from '../../lib/formats/reconciliation.ts';

export const ASSETS = resolve(import.meta.dirname, '../..');

const HEADER =
  'MaHoSo,MaTTHC,MaLinhVuc,TenLinhVuc,LoaiDoiTuong,TenNguoiNop,CapThucHien,NgayHenTra,TrangThaiHoSo,DonViXuLy,MaTinh,MaHuyen,MaXa,TenXa';

export interface Dossier {
  readonly number: string;
  readonly person?: string;
  readonly agency?: string;
  readonly commune?: string;
  readonly name?: string;
}

/** Old communes of Bến Tre (province 83, district 829) with one successor each, read from the crosswalk. */
export const COMMUNES = communesOf('83');

function communesOf(province: string): Array<{ code: string; district: string; successor: string }> {
  const read = (file: string) =>
    readFileSync(join(ASSETS, 'data', file), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
  const edges = new Map<string, string[]>();
  for (const [from, to] of read('crosswalk-communes.csv'))
    edges.set(from!, [...(edges.get(from!) ?? []), to!]);
  return read('communes-2025-06-30.csv')
    .filter((row) => row[5] === province && edges.get(row[0]!)?.length === 1)
    .map((row) => ({ code: row[0]!, district: row[4]!, successor: edges.get(row[0]!)![0]! }));
}

/** A dossier that migrates unless something in it is bad. */
export function dossierLine(at: number, dossier: Dossier): string {
  const commune = COMMUNES[at % COMMUNES.length]!;
  return [
    dossier.number,
    '1.011442',
    'G09',
    'Hộ tịch',
    '1',
    dossier.person ?? 'Nguyễn Văn A',
    'Cấp xã',
    '2025-08-01',
    '4',
    dossier.agency ?? 'H07.1.1',
    '83',
    commune.district,
    dossier.commune ?? commune.code,
    dossier.name ?? '',
  ].join(',');
}

export const dossierFile = (dossiers: readonly Dossier[]): string =>
  `${[HEADER, ...dossiers.map((dossier, at) => dossierLine(at, dossier))].join('\n')}\n`;

export const SUCCESSION_HEADER =
  'old_code,old_code_102,disposition,new_code,new_commune,when,valid_from,valid_to,legal_basis\n';
export const SUCCESSION = `${SUCCESSION_HEADER}H07.1.1,,remap,H61.5.1,,,,,01/QĐ-UBND\nH07.1.2,,remap,H61.5.2,,,,,01/QĐ-UBND\n`;

/** Stands in for the reconciliation: its answer is a digest of every output, so that it differs if they do. */
export async function fakeReconcile(request: ReconcileRequest): Promise<Reconciliation> {
  const digest = createHash('sha256');
  for (const path of await outputsOf(request.out)) digest.update(path).update(await request.out.get(path));
  const text = JSON.stringify({ kind: request.kind, digest: digest.digest('hex') });
  await request.out.put('reconciliation.json', Buffer.from(text));
  return { verdict: 'inconclusive', text } as unknown as Reconciliation;
}

export const fakeRender = (model: Reconciliation): string => `<p>${JSON.stringify(model)}</p>`;

export async function outputsOf(out: ReconcileRequest['out']): Promise<string[]> {
  const paths = ['batch.json', 'mapping.json', 'tallies.csv'];
  for (const folder of ['migrated', 'already', 'held', 'rejected', 'aliases'])
    paths.push(...(await out.list(`${folder}/`)));
  return paths;
}
