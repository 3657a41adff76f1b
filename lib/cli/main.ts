import * as z from 'zod';
import { ThongSuotError } from '../formats/errors.ts';
import type { Call, Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { faultOf } from './faults.ts';
import { helpAll, helpOne } from './help.ts';
import type { Host } from './host.ts';
import { languageOf, translator } from './lang.ts';
import type { Parsed } from './parse.ts';
import { parseCall } from './parse.ts';

/** `--lang vi run x` is `run x --lang vi`. */
function hoist(argv: readonly string[]): string[] {
  const rest = [...argv];
  const moved: string[] = [];
  for (;;) {
    const first = rest[0];
    if (first === '--json' || first?.startsWith('--lang=')) moved.push(...rest.splice(0, 1));
    else if (first === '--lang') moved.push(...rest.splice(0, 2));
    else return [...rest, ...moved];
  }
}

/** Read before anything can fail, so that failures are told in the right language and form. */
function wanted(argv: readonly string[]): { lang: string | undefined; json: boolean } {
  const at = argv.indexOf('--lang');
  const joined = argv.find((arg) => arg.startsWith('--lang='))?.slice('--lang='.length);
  return { lang: at >= 0 ? argv[at + 1] : joined, json: argv.includes('--json') };
}

function find(words: readonly string[]): { command: Command; rest: string[] } {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ');
    const command = COMMANDS.find((one) => one.name === name);
    if (command !== undefined) return { command, rest: words.slice(length) };
  }
  const group = COMMANDS.filter(({ name }) => name.startsWith(`${words[0]} `)).map(({ name }) => name);
  if (group.length > 0) {
    const commands = group.join(', ');
    throw new ThongSuotError(
      'command-group',
      'user',
      `${words[0]} is several commands: ${commands}. More about one: thong-suot help ${group[0]}`,
      { commands, command: words[0] ?? '', first: group[0] ?? '' },
    );
  }
  throw new ThongSuotError(
    'unknown-command',
    'user',
    `there is no command ${words[0]}. Type: thong-suot help`,
    { command: words[0] ?? '' },
  );
}

function callOf(parsed: Parsed, host: Host): Call {
  const lang = languageOf(parsed.texts.lang, host.locale);
  return {
    host,
    lang,
    t: translator(lang),
    args: parsed.args,
    text: (flag) => parsed.texts[flag],
    count: (flag) => parsed.counts[flag],
    has: (flag) => parsed.switches.has(flag),
  };
}

async function answer(argv: readonly string[], host: Host): Promise<number> {
  const [first, ...others] = hoist(argv);
  const { lang, json } = wanted(argv);
  const t = translator(languageOf(lang, host.locale));
  // What is wrong with a person's YAML or table is told by zod.
  z.config(languageOf(lang, host.locale) === 'vi' ? z.locales.vi() : z.locales.en());
  if (first === '--version') {
    host.stdout.write(`${host.version}\n`);
    return 0;
  }
  const words = others.filter((word, at) => !word.startsWith('--') && others[at - 1] !== '--lang');
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    const text =
      first === 'help' && words.length > 0
        ? helpOne(find(words).command, t)
        : helpAll(COMMANDS, t, host.version);
    host.stdout.write(text);
    return first === undefined ? 2 : 0;
  }
  const { command, rest } = find([first, ...others]);
  const parsed = parseCall(command, rest);
  if (parsed.switches.has('help')) {
    host.stdout.write(helpOne(command, t));
    return 0;
  }
  const reply = await command.run(callOf(parsed, host));
  host.stdout.write(json ? `${JSON.stringify(reply.json, null, 2)}\n` : reply.text);
  return reply.exit;
}

/** The command line: returns the exit code (0 well, 1 work is left, 2 command or configuration, 3 source, 70 ours). */
export async function main(argv: readonly string[], host: Host): Promise<number> {
  try {
    return await answer(argv, host);
  } catch (error) {
    const { lang: flag, json } = wanted(argv);
    const lang = languageOf(flag, host.locale);
    const fault = faultOf(error, host, lang, translator(lang));
    host.stderr.write(json ? `${JSON.stringify(fault.json)}\n` : fault.text);
    return fault.exit;
  }
}
