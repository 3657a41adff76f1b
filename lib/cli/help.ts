import type { Command, Flag } from './command.ts';
import type { Translate } from './lang.ts';
import { COMMON_FLAGS } from './parse.ts';

const flagUsage = (name: string, flag: Flag): string =>
  flag.kind === 'switch' ? `--${name}` : `--${name} ${flag.value ?? 'N'}`;

function columns(rows: ReadonlyArray<readonly [string, string]>): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

function usageOf(command: Command): string {
  const flags = Object.entries(command.flags).map(([name, flag]) => `[${flagUsage(name, flag)}]`);
  return ['thong-suot', command.name, command.args, ...flags].filter((part) => part !== '').join(' ');
}

/** `thong-suot help`. */
export function helpAll(commands: readonly Command[], t: Translate, version: string): string {
  return [
    `thong-suot ${version}: ${t('help.tagline')}`,
    '',
    t('help.commands'),
    ...columns(
      commands.map((command) => [`${command.name} ${command.args}`.trim(), t(command.help)] as const),
    ),
    '',
    t('help.everywhere'),
    ...columns(
      Object.entries(COMMON_FLAGS).map(([name, flag]) => [flagUsage(name, flag), t(flag.help)] as const),
    ),
    '',
    t('help.exits'),
    t('help.more'),
    '',
  ].join('\n');
}

/** `thong-suot help COMMAND`. */
export function helpOne(command: Command, t: Translate): string {
  const flags = Object.entries({ ...command.flags, ...COMMON_FLAGS });
  return [
    usageOf(command),
    '',
    t(command.help),
    '',
    ...columns(flags.map(([name, flag]) => [flagUsage(name, flag), t(flag.help)] as const)),
    '',
    t('help.example'),
    ...command.examples.map((example) => `  ${example}`),
    '',
    t('help.exits'),
    '',
  ].join('\n');
}
