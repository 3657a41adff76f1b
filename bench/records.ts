// The remap of dossiers against others on the same input, the same machine, in one run. Run by bench/run.ts.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeInput } from './input.ts';
import { median } from './median.ts';

interface Round {
  seconds: number;
  peakMiB: number;
  migrated?: number;
  held?: number;
}

export interface RecordsBench {
  readonly records: number;
  readonly bytes: number;
  readonly rounds: number;
  /** What all contestants decided. */
  readonly decided: string;
  /** Medians. */
  readonly summary: Readonly<Record<string, Pick<Round, 'seconds' | 'peakMiB'>>>;
  readonly all: Readonly<Record<string, readonly Round[]>>;
}

/** `keep`: the input and its folder stay, and the folder is named. */
export async function benchRecords(records: number, rounds: number, keep: boolean): Promise<RecordsBench> {
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
    for (const [name, ours] of Object.entries(runOurs(folder))) note(name, ours);
  }

  // All contestants decided alike, or the comparison says nothing.
  const counts = new Set(
    [...results.values()]
      .flat()
      .flatMap(({ migrated, held }) =>
        migrated === undefined ? [] : [`${migrated} migrated, ${held} held`],
      ),
  );
  if (counts.size !== 1) throw new Error(`the contestants differ: ${[...counts].join('; ')}`);

  if (keep) console.error(folder);
  else rmSync(folder, { recursive: true });
  return {
    records,
    bytes,
    rounds,
    decided: [...counts].join(),
    summary: Object.fromEntries(
      [...results].map(([name, all]) => [
        name,
        { seconds: median(all.map((one) => one.seconds)), peakMiB: median(all.map((one) => one.peakMiB)) },
      ]),
    ),
    all: Object.fromEntries(results),
  };
}

/** One run of the program over the batch in `folder`, stage by stage. */
function runOurs(folder: string): Record<string, Round> {
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
  rmSync(out, { recursive: true });
  return {
    'thong-suot: remap': {
      seconds: seconds.remap! + seconds.assemble!,
      peakMiB: peakMiB.assemble!,
      migrated: totals.migrated,
      held: totals.held,
    },
    'thong-suot: freeze': { seconds: seconds.freeze!, peakMiB: peakMiB.freeze! },
    'thong-suot: reconcile': { seconds: seconds.reconcile!, peakMiB: peakMiB.reconcile! },
  };
}

export function recordsTable({ records, bytes, rounds, decided, summary }: RecordsBench): string {
  const ours = summary['thong-suot: remap']!;
  const compared = (name: string, seconds: number, peakMiB: number): string =>
    name.startsWith('thong-suot')
      ? ''
      : `${(seconds / ours.seconds).toFixed(2)} × as fast, ${(peakMiB / ours.peakMiB).toFixed(2)} × less memory`;
  return [
    `${records} records, ${(bytes / 1e6).toFixed(0)} MB, ${decided}; medians of ${rounds}\n`,
    '| what | seconds | records/s | peak RSS MiB | thong-suot’s remap is |',
    '|---|---:|---:|---:|---|',
    ...Object.entries(summary).map(
      ([name, { seconds, peakMiB }]) =>
        `| ${name} | ${seconds.toFixed(2)} | ${Math.round(records / seconds).toLocaleString('en')} | ${peakMiB.toFixed(0)} | ${compared(name, seconds, peakMiB)} |`,
    ),
  ].join('\n');
}
