import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

/** The columns of `profiles/tthc-dossiers.yaml`'s exports, in the order of the National Public Service Portal's exchange. */
const COLUMNS =
  'MaHoSo,MaTTHC,TenTTHC,MaLinhVuc,TenLinhVuc,KenhThucHien,SoBienNhan,ChuHoSo,LoaiDoiTuong,MaDoiTuong,SoGiayToChuHoSo,Email,SoDienThoai,TrichYeuHoSo,NgayNopHoSo,NgayTiepNhan,NgayHenTra,NgayTra,NgayKetThucXuLy,TrangThaiHoSo,HinhThuc,DonViXuLy,NoiNopHoSo,HoSoCoThanhPhanSoHoa,DuocThanhToanTrucTuyen,TaiKhoanDuocXacThucVoiVNeID,CapThucHien,MaTinh,MaHuyen,MaXa,TenXa'.split(
    ',',
  );

const table = (file: string) =>
  parse(readFileSync(join('data', file)), { columns: true }) as Array<Record<string, string>>;

/**
 * One batch of Vĩnh Long with a single, well-formed source of `records` dossiers: what every contestant can read, so that
 * they do the same work. Seeded; about 330 bytes a record; real units, a made-up succession of one row an old commune.
 */
export async function makeInput(folder: string, records: number): Promise<{ file: string; bytes: number }> {
  mkdirSync(folder, { recursive: true });
  const communes = table('communes-2025-06-30.csv').filter(
    (row) => ['83', '84', '86'].includes(row.province!) && row.kind === 'commune',
  );
  const levelOne: Record<string, string> = { 83: 'H07', 84: 'H59', 86: 'H61' };
  const agencies = communes.map((row, index) => `${levelOne[row.province!]}.${row.district}.${index}`);
  const succession = agencies.map(
    (code, index) => `${code},,remap,H61.${1000 + index},,,,,QĐ 1/QĐ-UBND (mẫu)`,
  );
  writeFileSync(
    join(folder, 'succession.csv'),
    `old_code,old_code_102,disposition,new_code,new_commune,when,valid_from,valid_to,legal_basis\n${succession.join('\n')}\n`,
  );
  writeFileSync(
    join(folder, 'batch.yaml'),
    'name: bench\ntargetProvince: "86"\nasOf: "2025-07-01"\nsuccession: succession.csv\nsources:\n  - { system: tthc, profile: tthc-dossiers, files: [dossiers.csv] }\n',
  );
  let state = 20250701;
  const below = (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % n;
  };
  const file = join(folder, 'dossiers.csv');
  const stream = createWriteStream(file);
  let bytes = 0;
  let lines: string[] = [COLUMNS.join(',')];
  for (let index = 1; index <= records; index++) {
    const at = below(communes.length);
    const commune = communes[at]!;
    const procedure = below(60);
    const land = procedure < 8;
    const day = 10 + below(18);
    lines.push(
      `${agencies[at]}-2305${day}-${String(index % 10_000).padStart(4, '0')}${index},1.00${4000 + procedure},"Thủ tục số ${procedure}, cấp xã",${land ? 'DD' : `LV${procedure % 12}`},${land ? 'Đất đai' : `Lĩnh vực ${procedure % 12}`},1,BN${index},Nguyễn Văn Mẫu,${1 + below(3)},,0${830_000_000_00 + index},,09${10_000_000 + index},Đề nghị giải quyết hồ sơ,202305${day}083000,202305${day}090000,20230620170000,20230619100000,20230619100000,${1 + below(10)},1,${agencies[at]},Bộ phận một cửa,1,0,1,Cấp xã,${commune.province},${commune.district},${commune.code},${commune.name}`,
    );
    if (lines.length === 5000 || index === records) {
      const text = `${lines.join('\n')}\n`;
      bytes += Buffer.byteLength(text);
      if (!stream.write(text)) await once(stream, 'drain');
      lines = [];
    }
  }
  stream.end();
  await once(stream, 'close');
  return { file, bytes };
}
