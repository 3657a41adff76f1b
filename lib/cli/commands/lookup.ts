import type { Level1Row } from '../../agencies/level1.ts';
import { readLevel1 } from '../../agencies/level1.ts';
import { batchSchema } from '../../formats/batch.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import { readTable, readYaml } from '../../formats/read.ts';
import type { SuccessionRow } from '../../formats/tables.ts';
import { SUCCESSION_COLUMNS, successionRowSchema } from '../../formats/tables.ts';
import { showUnseen } from '../../report/html.ts';
import type { Units } from '../../units/units.ts';
import { batchFileOf, DEFAULT_OUT, isYaml, openPlace, under } from '../batch-place.ts';
import type { Call, Command, Reply } from '../command.ts';
import type { OpenOutput } from '../host.ts';
import { lookupAgency } from '../lookup/agencies.ts';
import type { Match } from '../lookup/match.ts';
import { numberMatch } from '../lookup/numbers.ts';
import { unitMatches } from '../lookup/units.ts';
import { OUT } from './flags.ts';

/** Folder of a path, `.` for a bare name. */
const folderOf = (path: string): string =>
  path.replace(/[/\\]?[^/\\]*$/, '') || (path.startsWith('/') ? '/' : '.');

async function open(call: Call, path: string) {
  const file = await call.host.file(path);
  if (file !== undefined) return file;
  throw new ThongSuotError('file-missing', 'user', `there is no file ${path}`, { file: path });
}

/** The succession list that a `batch.yaml` names; none if it names none. */
async function successionOf(call: Call, batchFile: string): Promise<SuccessionRow[]> {
  const yaml = await open(call, batchFile);
  const { succession } = readYaml(await yaml.store.get(yaml.name), batchFile, batchSchema);
  if (succession === undefined) return [];
  const path = /^([/\\]|[A-Za-z]:)/.test(succession) ? succession : under(folderOf(batchFile), succession);
  const table = await open(call, path);
  return readTable(await table.store.get(table.name), succession, SUCCESSION_COLUMNS, successionRowSchema);
}

async function numbers(
  call: Call,
  { output, units }: Pick<Tables, 'output' | 'units'>,
  value: string,
): Promise<Match[]> {
  const matches: Match[] = [];
  if (output === undefined) return matches;
  for await (const row of call.host.engines.lookupAlias({ out: output.out, value }))
    matches.push(numberMatch(row, call.text('batch') ?? output.name, units, call.t));
  return matches;
}

interface Tables {
  readonly units: Units;
  readonly level1: readonly Level1Row[];
  readonly succession: readonly SuccessionRow[];
  readonly output: OpenOutput | undefined;
}

async function matchesOf(call: Call, code: string, tables: Tables): Promise<Match[]> {
  return [
    ...unitMatches(tables.units, code, call.t),
    ...lookupAgency(code, tables.level1, tables.succession, call.t),
    ...(await numbers(call, tables, code)),
  ];
}

function textOf(call: Call, found: ReadonlyArray<{ code: string; matches: readonly Match[] }>): string {
  const lines: string[] = [];
  for (const { code, matches } of found) {
    if (matches.length === 0) lines.push(call.t('lookup.none', { code }));
    for (const {
      lines: [first = '', ...rest],
    } of matches)
      lines.push(`${code}: ${first}`, ...rest.map((line) => `  ${line}`));
  }
  return `${lines.map((line) => showUnseen(line).trimEnd()).join('\n')}\n`;
}

/** The output of the batch if it has been run; a batch that was not still has its succession list. */
async function outputOf(call: Call, batch: string): Promise<OpenOutput | undefined> {
  const outRoot = call.text('out') ?? DEFAULT_OUT;
  try {
    return await openPlace(call.host, batch, outRoot);
  } catch (error) {
    if (isYaml(batch) && (error as { code?: string }).code === 'no-such-batch') return undefined;
    throw error;
  }
}

async function lookupCodes(call: Call): Promise<Reply> {
  const { host } = call;
  const batch = call.text('batch');
  const units = await host.engines.units(host.data);
  const level1 = readLevel1(await host.data.get('province-agency-codes.csv'));
  const output = batch === undefined ? undefined : await outputOf(call, batch);
  try {
    const batchFile =
      batch === undefined ? undefined : isYaml(batch) || output === undefined ? batch : batchFileOf(output);
    const succession = batchFile === undefined ? [] : await successionOf(call, batchFile);
    const found: Array<{ code: string; matches: Match[] }> = [];
    for (const code of call.args)
      found.push({ code, matches: await matchesOf(call, code, { units, level1, succession, output }) });
    return {
      exit: found.every(({ matches }) => matches.length > 0) ? 0 : 1,
      json: found.map(({ code, matches }) => ({
        code,
        matches: matches.map(({ kind, vintage, json }) => ({ kind, vintage, ...json })),
      })),
      text: textOf(call, found),
    };
  } finally {
    await output?.close();
  }
}

export const lookup: Command = {
  name: 'lookup',
  args: 'CODE…',
  minArgs: 1,
  maxArgs: 1000,
  help: 'help.lookup',
  flags: { batch: { kind: 'text', value: 'BATCH', help: 'flag.batch' }, out: OUT },
  examples: ['thong-suot lookup 28756 829 H07', 'thong-suot lookup H07.12 --batch vinh-long/batch.yaml'],
  run: lookupCodes,
};
