import { parseArgs } from 'node:util';
import { ThongSuotError } from '../formats/errors.ts';
import type { Command, Flag } from './command.ts';

/** Flags of every command. */
export const COMMON_FLAGS: Readonly<Record<string, Flag>> = {
  json: { kind: 'switch', help: 'flag.json' },
  lang: { kind: 'text', value: 'vi|en', help: 'flag.lang' },
  help: { kind: 'switch', help: 'flag.help' },
};

export interface Parsed {
  readonly args: readonly string[];
  readonly texts: Readonly<Record<string, string>>;
  readonly counts: Readonly<Record<string, number>>;
  readonly switches: ReadonlySet<string>;
}

function usageError(detail: string, command: Command): ThongSuotError {
  return new ThongSuotError('bad-usage', 'user', `${detail}. Type: thong-suot help ${command.name}`, {
    detail,
    command: command.name,
  });
}

/** Told apart from a flag that is unknown anywhere. */
function refuseStack(command: Command, argv: readonly string[]): void {
  if (command.flags.stack !== undefined) return;
  if (!argv.some((word) => word === '--stack' || word.startsWith('--stack='))) return;
  throw new ThongSuotError(
    'stack-not-here',
    'user',
    `${command.name} works with files of this machine, not with an account: leave --stack out (it goes with run, plan, status, reconcile, report, explain, lookup --batch, codes watch, codes plan and codes sync)`,
    { command: command.name },
  );
}

function countOf(name: string, text: string, least: number, command: Command): number {
  const value = Number(text);
  if (!/^\d{1,15}$/.test(text)) throw usageError(`--${name} takes a whole number`, command);
  if (value < least) throw usageError(`--${name} takes a whole number from ${least} on`, command);
  return value;
}

/** The arguments after the command's name. Unknown flags, missing or extra arguments are errors, never ignored. */
export function parseCall(command: Command, argv: readonly string[]): Parsed {
  const flags: Readonly<Record<string, Flag>> = { ...command.flags, ...COMMON_FLAGS };
  refuseStack(command, argv);
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [
      name,
      { type: flag.kind === 'switch' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (cause) {
    // Node's text explains itself over several sentences; the first names the flag.
    const detail = cause instanceof Error ? (cause.message.split('. ')[0] ?? cause.message) : String(cause);
    throw usageError(detail, command);
  }
  const texts: Record<string, string> = {};
  const counts: Record<string, number> = {};
  const switches = new Set<string>();
  for (const [name, value] of Object.entries(parsed.values)) {
    if (value === true) switches.add(name);
    else if (typeof value === 'string' && flags[name]?.kind === 'count')
      counts[name] = countOf(name, value, flags[name]?.least ?? 0, command);
    else if (typeof value === 'string') texts[name] = value;
  }
  if (texts.lang !== undefined && texts.lang !== 'vi' && texts.lang !== 'en')
    throw usageError('--lang is vi or en', command);
  const args = parsed.positionals;
  if (!switches.has('help')) {
    if (args.length < command.minArgs) throw usageError(`${command.name} needs ${command.args}`, command);
    if (args.length > command.maxArgs)
      throw usageError(`${command.name} takes ${command.args || 'no argument'}`, command);
  }
  return { args, texts, counts, switches };
}
