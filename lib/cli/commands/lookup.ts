import type { Level1Row } from '../../agencies/level1.ts';
import { readLevel1 } from '../../agencies/level1.ts';
import { createRouter } from '../../agencies/router.ts';
import { predecessorsIn } from '../../agencies/routing-predecessors.ts';
import type { CodesFiles } from '../../axis/codes-files.ts';
import { batchSchema } from '../../formats/batch.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import { readTable, readYaml } from '../../formats/read.ts';
import type { SuccessionRow } from '../../formats/tables.ts';
import { SUCCESSION_COLUMNS, successionRowSchema } from '../../formats/tables.ts';
import { TARGET_VINTAGE } from '../../formats/vintages.ts';
import { showUnseen } from '../../report/html.ts';
import type { Units } from '../../units/units.ts';
import { batchFileOf, DEFAULT_OUT, isYaml, openPlace } from '../batch-place.ts';
import { readCodes } from '../codes/codes-files.ts';
import { dayFlag } from '../codes/day-flag.ts';
import type { Call, Command, Reply } from '../command.ts';
import type { OpenOutput } from '../host.ts';
import { lookupAgency } from '../lookup/agencies.ts';
import type { Match } from '../lookup/match.ts';
import { numberMatch } from '../lookup/numbers.ts';
import { registryMatches } from '../lookup/registry.ts';
import { type Routing, routeMatches } from '../lookup/route.ts';
import { unitMatches } from '../lookup/units.ts';
import type { StackBatch } from '../stack/open-stack.ts';
import { checkStackFlags, openStackBatch, withStack } from '../stack/with-stack.ts';
import { besides, bytesOf } from '../user-files.ts';
import { OUT, STACK } from './flags.ts';

/** The succession list that a `batch.yaml` names; none if it names none. */
async function successionOf(call: Call, batchFile: string): Promise<SuccessionRow[]> {
  const { succession } = readYaml(await bytesOf(call.host, batchFile), batchFile, batchSchema);
  if (succession === undefined) return [];
  const table = await bytesOf(call.host, besides(batchFile, succession));
  return readTable(table, succession, SUCCESSION_COLUMNS, successionRowSchema);
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
  readonly codes: CodesFiles | undefined;
  readonly routing: Routing | undefined;
}

const ROUTING_FLAGS = ['codes', 'at', 'commune', 'procedure'] as const;

/** By what letters are routed, where the person asked about letters at all. */
function routingOf(call: Call, tables: Omit<Tables, 'routing'>): Routing | undefined {
  if (ROUTING_FLAGS.every((flag) => call.text(flag) === undefined)) return undefined;
  const [commune, procedure] = [call.text('commune'), call.text('procedure')];
  if (commune !== undefined && tables.units.newCommune(commune) === undefined)
    throw new ThongSuotError(
      'no-such-commune',
      'user',
      `--commune ${commune}: there is no such commune on 2025-07-01; give its code of five digits`,
      { commune },
    );
  const registry = tables.codes?.registry;
  const sources = {
    ...(registry && { registry }),
    succession: tables.succession,
    level1: tables.level1,
  };
  const router = createRouter(sources);
  return {
    router,
    predecessors: predecessorsIn(sources, router),
    day: dayFlag(call, 'at') ?? tables.codes?.config.asOf ?? TARGET_VINTAGE,
    context: { ...(commune !== undefined && { commune }), ...(procedure !== undefined && { procedure }) },
    registry,
  };
}

async function matchesOf(call: Call, code: string, tables: Tables): Promise<Match[]> {
  return [
    ...unitMatches(tables.units, code, call.t),
    ...(tables.codes === undefined ? [] : registryMatches(code, tables.codes.registry, call.t)),
    ...lookupAgency(code, tables.level1, tables.succession, call.t),
    ...(tables.routing === undefined ? [] : routeMatches(code, tables.routing, call.lang, call.t)),
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

/** The succession list that a batch has in the account. */
async function successionThere({ files }: StackBatch): Promise<SuccessionRow[]> {
  const { succession } = readYaml(await files.get('batch.yaml'), 'batch.yaml', batchSchema);
  if (succession === undefined) return [];
  const path = files.locate(succession);
  return readTable(await files.get(path), path, SUCCESSION_COLUMNS, successionRowSchema);
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

async function lookupInStack(call: Call): Promise<Reply> {
  checkStackFlags(call);
  const named = call.text('batch');
  if (named === undefined)
    throw new ThongSuotError(
      'stack-needs-batch',
      'user',
      'lookup asks an account about the numbers of a batch only: add --batch BATCH, or leave --stack out',
    );
  return withStack(call, async (stack) => {
    const { batch } = await openStackBatch(call, stack, named);
    return lookupWith(call, batch, () => successionThere(batch));
  });
}

async function lookupCodes(call: Call): Promise<Reply> {
  if (call.text('stack') !== undefined) return lookupInStack(call);
  const batch = call.text('batch');
  const output = batch === undefined ? undefined : await outputOf(call, batch);
  try {
    return await lookupWith(call, output, async () => {
      if (batch === undefined) return [];
      const file = isYaml(batch) || output === undefined ? batch : batchFileOf(output);
      return successionOf(call, file);
    });
  } finally {
    await output?.close();
  }
}

/** `listed`: the succession list of the batch, asked for where no `codes.yaml` brings one. */
async function lookupWith(
  call: Call,
  output: OpenOutput | undefined,
  listed: () => Promise<SuccessionRow[]>,
): Promise<Reply> {
  const { host } = call;
  const units = await host.engines.units(host.data);
  const level1 = readLevel1(await host.data.get('province-agency-codes.csv'));
  const codesFile = call.text('codes');
  const codes = codesFile === undefined ? undefined : await readCodes(host, codesFile);
  const succession = codes?.succession ?? (await listed());
  const known = { units, level1, succession, output, codes };
  const tables = { ...known, routing: routingOf(call, known) };
  const found: Array<{ code: string; matches: Match[] }> = [];
  for (const code of call.args) found.push({ code, matches: await matchesOf(call, code, tables) });
  return {
    exit: found.every(({ matches }) => matches.length > 0) ? 0 : 1,
    json: found.map(({ code, matches }) => ({
      code,
      matches: matches.map(({ kind, vintage, json }) => ({ kind, vintage, ...json })),
    })),
    text: textOf(call, found),
  };
}

export const lookup: Command = {
  name: 'lookup',
  args: 'CODE…',
  minArgs: 1,
  maxArgs: 1000,
  help: 'help.lookup',
  flags: {
    batch: { kind: 'text', value: 'BATCH', help: 'flag.batch' },
    codes: { kind: 'text', value: 'CONFIG', help: 'flag.codes' },
    at: { kind: 'text', value: 'DAY', help: 'flag.at' },
    commune: { kind: 'text', value: 'CODE', help: 'flag.commune' },
    procedure: { kind: 'text', value: 'CODE', help: 'flag.procedure' },
    out: OUT,
    stack: STACK,
  },
  examples: [
    'thong-suot lookup 28756 829 H07',
    'thong-suot lookup H07.12 --batch vinh-long/batch.yaml',
    'thong-suot lookup H07.12 --batch vinh-long-2025-07 --stack thong-suot-pilot-work',
    'thong-suot lookup H07.12 --codes vinh-long/codes.yaml --at 2025-07-01 --commune 28756',
  ],
  run: lookupCodes,
};
