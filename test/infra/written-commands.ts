import { COMMANDS } from '../../lib/cli/commands.ts';
import { COMMON_FLAGS, parseCall } from '../../lib/cli/parse.ts';

/** A command line that a document shows. `whole`: a line of a fenced block, as a person copies it. */
export interface WrittenCommand {
  readonly text: string;
  readonly words: readonly string[];
  readonly whole: boolean;
}

/** Every `thong-suot …` of a Markdown text, in fenced blocks and in inline code. */
export function writtenCommands(markdown: string): WrittenCommand[] {
  const found: WrittenCommand[] = [];
  const add = (text: string, whole: boolean): void => {
    const words = text.replace(/\s+#\s.*$/s, '').split(/\s+/);
    found.push({ text, words: words.slice(1).map((word) => word.replace(/^(["'])(.*)\1$/, '$2')), whole });
  };
  const inline = markdown.replace(/^ *```.*?^ *```$/gms, (block) => {
    for (const line of block.replaceAll(/\\\n/g, ' ').split('\n'))
      if (/^\s*thong-suot\s/.test(line)) add(line.trim(), true);
    return '';
  });
  for (const [, text = ''] of inline.matchAll(/`(thong-suot\s[^`]+)`/g)) add(text, false);
  return found;
}

/** What is wrong with a written command line; undefined if a person may type it so. */
export function wrongWith({ words, whole }: WrittenCommand): string | undefined {
  const [first = '', second = ''] = words;
  if (first === 'help') return undefined;
  const command = COMMANDS.find(({ name }) => name === `${first} ${second}` || name === first);
  if (command === undefined) return `there is no command ${first} ${second}`;
  const argv = words.slice(command.name.split(' ').length);
  if (whole)
    try {
      parseCall(command, argv);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  // In a sentence arguments may be left out, flags may not be invented.
  const flags = argv.flatMap((word) => /^--([a-z-]+)/.exec(word)?.[1] ?? []);
  const unknown = flags.filter((flag) => !(flag in command.flags) && !(flag in COMMON_FLAGS));
  return unknown.length > 0 ? `${command.name} has no flag ${unknown.join(', ')}` : undefined;
}
