// The same remap as most would write it first: csv-parse, maps, a write stream.

import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { readTables } from './tables.mjs';

const [folder, out] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const started = performance.now();
const { units, fresh, succession } = readTables(folder);
const field = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const streams = Object.fromEntries(
  ['migrated', 'held', 'aliases'].map((name) => [name, createWriteStream(join(out, `${name}.csv`))]),
);
const tallies = new Map();
const counts = { migrated: 0, held: 0 };
let number = 0;
let header;
for await (const row of createReadStream(join(folder, 'dossiers.csv')).pipe(parse())) {
  if (header === undefined) {
    header = Object.fromEntries(row.map((name, index) => [name, index]));
    continue;
  }
  number += 1;
  const at = (name) => row[header[name]];
  const unit = units.get(at('MaXa'));
  const agency = succession.get(at('DonViXuLy'));
  const subject =
    ['G13-DD', 'DD', 'DAT'].includes(at('MaLinhVuc')) || at('TenLinhVuc') === 'Đất đai'
      ? 'land'
      : at('LoaiDoiTuong') === '1'
        ? 'person'
        : 'unknown';
  let reason = '';
  let edge;
  if (unit === undefined) reason = 'unit-unknown';
  else if (at('MaHuyen') !== unit.district || at('MaTinh') !== unit.province) reason = 'unit-codes-disagree';
  else if (at('TenXa').toLowerCase() !== unit.name.toLowerCase()) reason = 'code-name-mismatch';
  else {
    edge =
      unit.edges.length === 1
        ? unit.edges[0]
        : subject === 'person'
          ? unit.edges.find((other) => other.people === '1')
          : undefined;
    if (edge === undefined) reason = 'split-undecided';
    else if (fresh.get(edge.new_code).province !== '86') reason = 'outside-target';
    else if (agency === undefined) reason = 'agency-unknown';
  }
  const record = `tthc-01:${number}`;
  const was = `DonViXuLy=${at('DonViXuLy')};MaTinh=${at('MaTinh')};MaHuyen=${at('MaHuyen')};MaXa=${at('MaXa')};TenXa=${at('TenXa')}`;
  const owner = reason === '' ? agency.new_code : at('DonViXuLy');
  const key = [at('MaXa'), edge?.new_code, at('DonViXuLy'), owner, reason].join();
  tallies.set(key, (tallies.get(key) ?? 0) + 1);
  const alias = [
    record,
    'dossier-number',
    at('MaHoSo'),
    'tthc',
    `tthc:${at('MaHoSo')}`,
    reason === '' ? 'current' : 'held',
    owner,
    '',
    '2025-07-01',
    '',
    '190/2025/QH15 Điều 10',
    '0'.repeat(64),
  ];
  let stream = streams.held;
  if (reason === '') {
    const to = fresh.get(edge.new_code);
    row[header.MaTinh] = to.province;
    row[header.MaHuyen] = '';
    row[header.MaXa] = to.code;
    row[header.TenXa] = to.name;
    row[header.DonViXuLy] = agency.new_code;
    row.push(
      record,
      `unit=${edge.relation}@${to.resolution}#${to.clause};agency=remap@${agency.legal_basis}`,
      was,
      '2025-07-01',
    );
    stream = streams.migrated;
    counts.migrated += 1;
  } else {
    row.push(record, reason, 'MaXa', unit?.edges.map((other) => other.new_code).join(' ') ?? '');
    counts.held += 1;
  }
  if (!stream.write(`${row.map(field).join(',')}\n`)) await once(stream, 'drain');
  if (!streams.aliases.write(`${alias.map(field).join(',')}\n`)) await once(streams.aliases, 'drain');
}
writeFileSync(
  join(out, 'tallies.csv'),
  [...tallies]
    .map(([key, count]) => `${key},${count}\n`)
    .sort()
    .join(''),
);
for (const stream of Object.values(streams)) stream.end();
await Promise.all(Object.values(streams).map((stream) => once(stream, 'close')));
console.log(
  JSON.stringify({
    seconds: (performance.now() - started) / 1000,
    peakMiB: process.resourceUsage().maxRSS / 1024,
    ...counts,
  }),
);
