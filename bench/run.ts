// npm run bench [-- --only records|codes|documents|bundles --records N --rounds N --packets N]: what this program does
// against others on the same input, the same machine, in one run; medians. Prints tables and writes bench-results.json.
// Ratios are what counts: seconds are this machine's.
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { benchBundles, bundlesTable } from './bundles.ts';
import { benchCodes, codesTable } from './codes.ts';
import { benchDocuments, documentsTable } from './documents.ts';
import { benchRecords, recordsTable } from './records.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    records: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    packets: { type: 'string', default: '20000' },
    keep: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);

/** Each part measures, prints its table, and answers what goes into the file. */
const PARTS: Readonly<Record<string, () => Promise<unknown>>> = {
  async records() {
    const records = await benchRecords(Number(values.records), rounds, values.keep);
    console.log(recordsTable(records));
    return records;
  },
  async codes() {
    const codes = benchCodes(50_000, rounds);
    console.log(codesTable(codes));
    return codes;
  },
  async documents() {
    const documents = benchDocuments(Number(values.packets), rounds);
    console.log(documentsTable(documents));
    return documents;
  },
  async bundles() {
    const bundles = await benchBundles(rounds);
    console.log(bundlesTable(bundles));
    return bundles;
  },
};
const names = values.only === undefined ? Object.keys(PARTS) : [values.only];

const results: Record<string, unknown> = { node: process.version, load: loadavg()[0] };
for (const name of names) {
  const part = PARTS[name];
  if (part === undefined) throw new Error(`--only ${name}: one of ${Object.keys(PARTS).join(', ')}`);
  results[name] = await part();
}
writeFileSync('bench-results.json', `${JSON.stringify(results, null, 2)}\n`);
