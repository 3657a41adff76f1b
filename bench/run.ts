// npm run bench [-- --records N --rounds N --packets N]: the remap of one million dossiers against others on the same input, the same
// machine, in one run; medians. Prints a table and writes bench-results.json. Ratios are what counts: seconds are this machine's.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchCodes, codesTable } from './codes.ts';
import { benchDocuments, documentsTable } from './documents.ts';
import { makeInput } from './input.ts';

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    packets: { type: 'string', default: '20000' },
    keep: { type: 'boolean', default: false },
  },
});
const records = Number(values.records);
const rounds = Number(values.rounds);

interface Round {
  seconds: number;
  peakMiB: number;
  migrated?: number;
  held?: number;
}

const folder = mkdtempSync(join(tmpdir(), 'thong-suot-bench-'));
console.error(`making ${records} records …`);
const { bytes } = await makeInput(folder, records);

const hasPython = spawnSync('python3', ['--version']).status === 0;
const others: Record<string, [string, string]> = {
  'DuckDB SQL, all cores': [process.execPath, 'bench/others/duckdb.mjs'],
  'csv-parse': [process.execPath, 'bench/others/csv-parse.mjs'],
  ...(hasPython
    ? { 'Python csv + dict': ['python3', 'bench/others/python-csv.py'] as [string, string] }
    : {}),
  'copy, counting newlines': [process.execPath, 'bench/others/copy.mjs'],
};

const results = new Map<string, Round[]>();
const note = (name: string, round: Round) => results.set(name, [...(results.get(name) ?? []), round]);

for (let round = 1; round <= rounds; round++) {
  for (const [name, [program, script]] of Object.entries(others)) {
    console.error(`round ${round}/${rounds}: ${name}`);
    const out = join(folder, 'others');
    note(name, JSON.parse(execFileSync(program, [script, folder, out], { encoding: 'utf8' })) as Round);
    rmSync(out, { recursive: true });
  }
  console.error(`round ${round}/${rounds}: thong-suot run`);
  const out = join(folder, 'out');
  const ran = spawnSync(
    process.execPath,
    ['dist/thong-suot.js', 'run', join(folder, 'batch.yaml'), '--out', out, '--json'],
    { encoding: 'utf8' },
  );
  if (ran.status !== 0 && ran.status !== 1)
    throw new Error(`thong-suot run ended with ${ran.status}: ${ran.stderr}`);
  const { seconds, peakMiB } = JSON.parse(readFileSync(join(out, 'bench', 'run.json'), 'utf8')) as {
    seconds: Record<string, number>;
    peakMiB: Record<string, number>;
  };
  const { totals } = JSON.parse(readFileSync(join(out, 'bench', 'reconciliation.json'), 'utf8')) as {
    totals: Required<Pick<Round, 'migrated' | 'held'>>;
  };
  note('thong-suot: remap', {
    seconds: seconds.remap! + seconds.assemble!,
    peakMiB: peakMiB.assemble!,
    migrated: totals.migrated,
    held: totals.held,
  });
  note('thong-suot: freeze', { seconds: seconds.freeze!, peakMiB: peakMiB.freeze! });
  note('thong-suot: reconcile', { seconds: seconds.reconcile!, peakMiB: peakMiB.reconcile! });
  rmSync(out, { recursive: true });
}

// All contestants decided alike, or the comparison says nothing.
const counts = new Set(
  [...results.values()]
    .flat()
    .flatMap(({ migrated, held }) => (migrated === undefined ? [] : [`${migrated} migrated, ${held} held`])),
);
if (counts.size !== 1) throw new Error(`the contestants differ: ${[...counts].join('; ')}`);

const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1]!;
const summary = Object.fromEntries(
  [...results].map(([name, all]) => [
    name,
    { seconds: median(all.map((one) => one.seconds)), peakMiB: median(all.map((one) => one.peakMiB)) },
  ]),
);
const ours = summary['thong-suot: remap']!;
console.log(`${records} records, ${(bytes / 1e6).toFixed(0)} MB, ${[...counts][0]}; medians of ${rounds}\n`);
console.log(
  '| what | seconds | records/s | peak RSS MiB | thong-suot’s remap is |\n|---|---:|---:|---:|---|',
);
for (const [name, { seconds, peakMiB }] of Object.entries(summary))
  console.log(
    `| ${name} | ${seconds.toFixed(2)} | ${Math.round(records / seconds).toLocaleString('en')} | ${peakMiB.toFixed(0)} | ${name.startsWith('thong-suot') ? '' : `${(seconds / ours.seconds).toFixed(2)} × as fast, ${(peakMiB / ours.peakMiB).toFixed(2)} × less memory`} |`,
  );
const codes = benchCodes(50_000, rounds);
console.log(codesTable(codes));
const documents = benchDocuments(Number(values.packets), rounds);
console.log(documentsTable(documents));
writeFileSync(
  'bench-results.json',
  `${JSON.stringify({ records, bytes, rounds, node: process.version, summary, codes, documents, all: Object.fromEntries(results) }, null, 2)}\n`,
);
if (values.keep) console.error(folder);
else rmSync(folder, { recursive: true });
