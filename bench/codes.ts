// The check and the diff of 50,000 agency codes in one process, against reading the same files with plain csv-parse and
// JSON.parse: what any program must do first. Run by bench/run.ts; alone: npx tsx bench/codes.ts [CODES].
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { readAxisLists } from '../lib/agencies/axis-list.ts';
import { checkCodes } from '../lib/agencies/check-codes.ts';
import { Conversions } from '../lib/agencies/conversion.ts';
import { diffCodes, provinceRoots } from '../lib/agencies/diff.ts';
import { readLevel1 } from '../lib/agencies/level1.ts';
import { Registry } from '../lib/agencies/registry.ts';
import { readTable } from '../lib/formats/read.ts';
import { REGISTRY_COLUMNS } from '../lib/formats/registry-table.ts';
import { SUCCESSION_COLUMNS, successionRowSchema } from '../lib/formats/tables.ts';
import { Units } from '../lib/units/units.ts';
import { median } from './median.ts';

interface Files {
  readonly registry: Uint8Array;
  readonly succession: Uint8Array;
  readonly axis: Uint8Array;
}

/** Three merged provinces: half the codes old (retired, with a row of succession), half new. The axis is out of step in a tenth. */
export function makeCodes(codes: number): Files {
  const registry = [
    REGISTRY_COLUMNS.join(','),
    'H61,000.00.00.H61,UBND tỉnh Vĩnh Long,,,active,,,,09/2025/QĐ-TTg',
    'H59,000.00.00.H59,UBND tỉnh Trà Vinh,,,retired,,,2025-06-30,09/2025/QĐ-TTg',
    'H07,000.00.00.H07,UBND tỉnh Bến Tre,,,retired,,,2025-06-30,09/2025/QĐ-TTg',
  ];
  const succession = [SUCCESSION_COLUMNS.join(',')];
  const data: Array<Record<string, unknown>> = [
    { id: 1, code: 'H61', name: 'UBND tỉnh Vĩnh Long', pid: null },
  ];
  const pad = (value: number) => String(value).padStart(3, '0');
  for (let at = 0; at < codes / 2; at++) {
    const [top, low] = [pad(Math.floor(at / 500)), pad(at % 500)];
    const parent = at % 500 === 0 ? 'H61' : `H61.${top}`;
    const code = at % 500 === 0 ? `H61.${top}` : `H61.${top}.${low}`;
    const old = `${at % 2 === 0 ? 'H59' : 'H07'}.${top}.${low}`;
    const name = `Đơn vị số ${at}`;
    registry.push(
      `${code},,${name},${parent},m${at}@example.gov.vn,active,,2025-07-01,,${at % 20 === 0 ? '' : '1/QĐ-UBND'}`,
    );
    registry.push(`${old},,${name} cũ,${old.slice(0, 7)},,retired,,,2025-06-30,1/QĐ-UBND`);
    succession.push(`${old},,remap,${code},,,,,1/QĐ-UBND`);
    if (at % 10 !== 0)
      data.push({
        id: at + 2,
        code,
        name: at % 10 === 1 ? `${name} (cũ)` : name,
        mail: `m${at}@example.gov.vn`,
        pid: at % 500 === 0 ? 1 : at - (at % 500) + 2,
        version: at,
        deleted: at % 10 === 2,
      });
    if (at % 10 === 3) data.push({ id: `o${at}`, code: old, name: `${name} cũ`, pid: 1 });
  }
  const bytes = (text: string) => new TextEncoder().encode(text);
  return {
    registry: bytes(`${registry.join('\n')}\n`),
    succession: bytes(`${succession.join('\n')}\n`),
    axis: bytes(JSON.stringify({ status: 'OK', ErrorCode: '0', ErrorDesc: '', data })),
  };
}

const units = Units.fromCompiled(readFileSync(new URL('../data/compiled/units.json', import.meta.url)));
const level1 = readLevel1(readFileSync(new URL('../data/province-agency-codes.csv', import.meta.url)));

function ours(files: Files): { findings: number; differences: number } {
  const registry = Registry.read(files.registry, 'registry.csv');
  const succession = readTable(files.succession, 'succession.csv', SUCCESSION_COLUMNS, successionRowSchema);
  const axis = readAxisLists([{ name: 'axis.json', bytes: files.axis }]);
  const { findings } = checkCodes({
    registry,
    succession,
    level1,
    conversions: new Conversions([], axis),
    day: '2025-07-01',
    isCommune: (code) => units.newCommune(code) !== undefined,
  });
  const differences = diffCodes(registry, axis, {
    day: '2025-07-01',
    onAxis: ['planned', 'active', 'dual', 'forward-only'],
    roots: provinceRoots(level1, '86'),
  });
  return { findings: findings.length, differences: differences.length };
}

function plain(files: Files): number {
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const rows = parse(text(files.registry), { columns: true }) as unknown[];
  const more = parse(text(files.succession), { columns: true }) as unknown[];
  return rows.length + more.length + (JSON.parse(text(files.axis)) as { data: unknown[] }).data.length;
}

export interface CodesBench {
  readonly codes: number;
  readonly findings: number;
  readonly differences: number;
  readonly seconds: number;
  readonly plainSeconds: number;
}

/** Medians of several rounds, each contestant in turn. */
export function benchCodes(codes: number, rounds: number): CodesBench {
  const files = makeCodes(codes);
  const [own, others]: [number[], number[]] = [[], []];
  let found = { findings: 0, differences: 0 };
  const timed = (into: number[], work: () => void) => {
    const start = performance.now();
    work();
    into.push((performance.now() - start) / 1000);
  };
  for (let round = 0; round < rounds; round++) {
    timed(others, () => plain(files));
    timed(own, () => {
      found = ours(files);
    });
  }
  return { codes, ...found, seconds: median(own), plainSeconds: median(others) };
}

export function codesTable(bench: CodesBench): string {
  const { codes, seconds, plainSeconds, findings, differences } = bench;
  return `| codes, check and diff of ${codes.toLocaleString('en')} (${findings} findings, ${differences} differences) | ${seconds.toFixed(2)} s | ${(seconds / plainSeconds).toFixed(1)} × csv-parse and JSON.parse alone (${plainSeconds.toFixed(2)} s) |`;
}

if (process.argv[1]?.endsWith('codes.ts'))
  console.log(codesTable(benchCodes(Number(process.argv[2] ?? 50_000), 5)));
