import type { Lang } from '../report/text.ts';
import type { Host } from './host.ts';
import type { MessageKey, Translate } from './lang.ts';

export interface Flag {
  readonly kind: 'text' | 'count' | 'switch';
  /** The least that a count may be; 0 if absent. */
  readonly least?: number;
  /** What stands for the value in the usage line. */
  readonly value?: string;
  readonly help: MessageKey;
}

/** What a command answers: `main` prints one of the two forms. */
export interface Reply {
  readonly exit: number;
  /** For `--json`: one document. */
  readonly json: unknown;
  /** For people, with its last line end. */
  readonly text: string;
}

export interface Call {
  readonly host: Host;
  readonly lang: Lang;
  readonly t: Translate;
  readonly args: readonly string[];
  text(flag: string): string | undefined;
  count(flag: string): number | undefined;
  has(flag: string): boolean;
}

/** One line of the table of commands: help, parsing and the table in the README are all made from it. */
export interface Command {
  readonly name: string;
  /** Positional arguments as the usage line shows them. */
  readonly args: string;
  readonly minArgs: number;
  readonly maxArgs: number;
  readonly help: MessageKey;
  readonly flags: Readonly<Record<string, Flag>>;
  readonly examples: readonly string[];
  run(call: Call): Promise<Reply>;
}
