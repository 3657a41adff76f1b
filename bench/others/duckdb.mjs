// The same remap in SQL: DuckDB reads the CSV, joins the crosswalk and the succession, decides, and writes migrated,
// held, aliases and tallies. Simpler than ours where that helps it: one reason a record, names compared without folding.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

const [folder, out] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const started = performance.now();
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const run = (sql) => connection.run(sql);
const q = (path) => `'${path.replaceAll("'", "''")}'`;
const csv = (file) => `read_csv(${q(join('data', file))}, header=true, all_varchar=true)`;
const columns =
  'MaHoSo,MaTTHC,TenTTHC,MaLinhVuc,TenLinhVuc,KenhThucHien,SoBienNhan,ChuHoSo,LoaiDoiTuong,MaDoiTuong,SoGiayToChuHoSo,Email,SoDienThoai,TrichYeuHoSo,NgayNopHoSo,NgayTiepNhan,NgayHenTra,NgayTra,NgayKetThucXuLy,TrangThaiHoSo,HinhThuc,DonViXuLy,NoiNopHoSo,HoSoCoThanhPhanSoHoa,DuocThanhToanTrucTuyen,TaiKhoanDuocXacThucVoiVNeID,CapThucHien,MaTinh,MaHuyen,MaXa,TenXa'.split(
    ',',
  );
await run(`create table unit as
  select u.code, u.name, u.district, u.province, count(*) n, string_agg(e.new_code, ' ' order by e.new_code) candidates,
    any_value(e.new_code) sole, max(e.new_code) filter (e.people = '1') people, any_value(e.relation) relation
  from ${csv('communes-2025-06-30.csv')} u join ${csv('crosswalk-communes.csv')} e on e.old_code = u.code group by all`);
await run(`create table fresh as select * from ${csv('communes-2025-07-01.csv')}`);
await run(
  `create table succession as select * from read_csv(${q(join(folder, 'succession.csv'))}, header=true, all_varchar=true)`,
);
await run(`create table decided as
  with source as (
    select *, row_number() over () number from read_csv(${q(join(folder, 'dossiers.csv'))}, header=true, auto_detect=false, delim=',', quote='"', escape='"', new_line='\\n',
      columns={${columns.map((name) => `'${name}': 'VARCHAR'`).join(', ')}})),
  situated as (
    select s.*, u.code u_code, u.name u_name, u.district u_district, u.province u_province, u.n, u.candidates, u.relation, a.new_code new_agency, a.legal_basis,
      case when s.MaLinhVuc in ('G13-DD', 'DD', 'DAT') or s.TenLinhVuc = 'Đất đai' then 'land' when s.LoaiDoiTuong = '1' then 'person' else 'unknown' end subject,
      case when u.n = 1 then u.sole when subject = 'person' then u.people end new_commune
    from source s left join unit u on u.code = s.MaXa left join succession a on a.old_code = s.DonViXuLy)
  select s.*, f.name new_name, f.province new_province, f.resolution || '#' || f.clause citation,
    case when s.MaXa is null then 'unit-missing' when s.u_code is null then 'unit-unknown'
      when s.MaHuyen <> s.u_district or s.MaTinh <> s.u_province then 'unit-codes-disagree'
      when lower(s.TenXa) <> lower(s.u_name) then 'code-name-mismatch'
      when s.new_commune is null then 'split-undecided' when f.province <> '86' then 'outside-target'
      when s.new_agency is null then 'agency-unknown' end reason
  from situated s left join fresh f on f.code = s.new_commune`);
const plain = columns.map((name) => `"${name}"`);
const rewritten = {
  MaTinh: 'new_province',
  MaHuyen: "''",
  MaXa: 'new_commune',
  TenXa: 'new_name',
  DonViXuLy: 'new_agency',
};
await run(`copy (select ${columns.map((name) => `${rewritten[name] ?? `"${name}"`} "${name}"`).join(', ')}, 'tthc-01:' || number _record,
    'unit=' || relation || '@' || citation || ';agency=remap@' || legal_basis _rule,
    'DonViXuLy=' || DonViXuLy || ';MaTinh=' || MaTinh || ';MaHuyen=' || MaHuyen || ';MaXa=' || MaXa || ';TenXa=' || TenXa _was, '2025-07-01' _vintage
  from decided where reason is null) to ${q(join(out, 'migrated.csv'))} (header)`);
await run(
  `copy (select ${plain.join(', ')}, 'tthc-01:' || number _record, reason _reason, 'MaXa' _column, candidates _candidates from decided where reason is not null) to ${q(join(out, 'held.csv'))} (header)`,
);
await run(`copy (select 'tthc-01:' || number _record, 'dossier-number' "scheme", MaHoSo "value", 'tthc' "system", 'tthc:' || MaHoSo canonical_id,
    if(reason is null, 'current', 'held') "state", if(reason is null, new_agency, DonViXuLy) "owner", if(reason is null, '', candidates) candidates,
    if(reason is null, '2025-07-01', '') valid_from, '' valid_to, '190/2025/QH15 Điều 10' legal_basis, repeat('0', 64) source_sha256 from decided) to ${q(join(out, 'aliases.csv'))} (header)`);
await run(
  `copy (select 'tthc-01' "source", MaXa, new_commune, DonViXuLy, new_agency, reason, count(*) from decided group by all order by all) to ${q(join(out, 'tallies.csv'))} (header)`,
);
const [[migrated, held]] = await (
  await connection.runAndReadAll(
    'select count(*) filter (reason is null), count(*) filter (reason is not null) from decided',
  )
).getRows();
console.log(
  JSON.stringify({
    seconds: (performance.now() - started) / 1000,
    peakMiB: process.resourceUsage().maxRSS / 1024,
    migrated: Number(migrated),
    held: Number(held),
  }),
);
