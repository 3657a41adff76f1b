import type { Profile } from '../formats/profile.ts';
import { RESERVED_COLUMNS, STAMP_COLUMNS } from '../formats/vintages.ts';
import { STAMPED, type ValueOf } from './classes.ts';
import { isOptional } from './layout.ts';

/** One member that a pointer names: where its value stands in the record's text, and how often it is given. */
export interface Member {
  start: number;
  end: number;
  times: number;
}

export interface JsonRecord {
  readonly members: ReadonlyMap<string, Member>;
  /** Where the record's last `}` stands, and whether its object has no member. */
  readonly close: number;
  readonly isEmpty: boolean;
  readonly stamped: boolean;
  readonly strayStamp: boolean;
}

/** The record's own object is depth 1. */
const MAX_DEPTH = 64;

interface Node {
  pointer: string | undefined;
  readonly children: Map<string, Node>;
}

/** The members that a profile looks for, as a tree. */
export class JsonPointers {
  readonly #root: Node = { pointer: undefined, children: new Map() };

  constructor(pointers: readonly string[]) {
    for (const pointer of pointers) {
      let node = this.#root;
      for (const part of pointer.slice(1).split('/')) {
        const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
        const child = node.children.get(name) ?? { pointer: undefined, children: new Map() };
        node.children.set(name, child);
        node = child;
      }
      node.pointer = pointer;
    }
    for (const name of STAMP_COLUMNS) this.#root.children.set(name, { pointer: name, children: new Map() });
  }

  /** Finds the members in a record's text; undefined if it is not one JSON object, or nested too deep. */
  read(text: string): JsonRecord | undefined {
    try {
      JSON.parse(text);
    } catch {
      return undefined; // a result, not a fault of ours: the record is rejected as bad-json
    }
    return new Walk(text, this.#root).record();
  }
}

/** Walks text that is known to be valid JSON. */
class Walk {
  readonly #text: string;
  readonly #root: Node;
  readonly #members = new Map<string, Member>();
  readonly #topNames: string[] = [];
  #at = 0;
  #tooDeep = false;

  constructor(text: string, root: Node) {
    this.#text = text;
    this.#root = root;
  }

  record(): JsonRecord | undefined {
    this.#space();
    if (this.#text[this.#at] !== '{') return undefined;
    this.#object(this.#root, 1, 1);
    if (this.#tooDeep) return undefined;
    const names = this.#topNames;
    const last = names.slice(-STAMP_COLUMNS.length);
    const reserved = names.filter((name) => (RESERVED_COLUMNS as readonly string[]).includes(name));
    const stamped =
      STAMP_COLUMNS.every((name, index) => last[index] === name) && reserved.length === STAMP_COLUMNS.length;
    return {
      members: this.#members,
      close: this.#at - 1,
      isEmpty: names.length === 0,
      stamped,
      strayStamp: reserved.length > 0 && !stamped,
    };
  }

  #space(): void {
    while (' \t\r\n'.includes(this.#text[this.#at] ?? '-')) this.#at += 1;
  }

  /** `times`: how often the object itself is given, so that a member of a doubled object counts as doubled. */
  #object(node: Node, depth: number, times: number): void {
    this.#at += 1;
    for (;;) {
      this.#space();
      if (this.#text[this.#at] === '}') break;
      if (this.#text[this.#at] === ',') {
        this.#at += 1;
        this.#space();
      }
      const nameStart = this.#at;
      this.#string();
      const name = JSON.parse(this.#text.slice(nameStart, this.#at)) as string;
      if (depth === 1) this.#topNames.push(name);
      this.#space();
      this.#at += 1; // the colon
      this.#space();
      const child = node.children.get(name);
      if (child === undefined) this.#skip(depth);
      else this.#wanted(child, depth, times);
    }
    this.#at += 1;
  }

  #wanted(node: Node, depth: number, times: number): void {
    const start = this.#at;
    const given = this.#given.get(node) ?? 0;
    this.#given.set(node, given + 1);
    const isObject = this.#text[start] === '{';
    if (isObject && node.children.size > 0) {
      if (depth + 1 > MAX_DEPTH) this.#tooDeep = true;
      this.#object(node, depth + 1, Math.max(times, given + 1));
    } else this.#skip(depth);
    if (given > 0) for (const pointer of pointersBelow(node)) this.#double(pointer);
    if (node.pointer === undefined) return;
    const known = this.#members.get(node.pointer);
    if (known === undefined) this.#members.set(node.pointer, { start, end: this.#at, times });
    else known.times += 1;
  }

  readonly #given = new Map<Node, number>();

  #double(pointer: string): void {
    const member = this.#members.get(pointer);
    if (member === undefined) this.#members.set(pointer, { start: -1, end: -1, times: 2 });
    else member.times += 1;
  }

  /** Past one value of any kind. */
  #skip(depth: number): void {
    const first = this.#text[this.#at];
    if (first === '"') {
      this.#string();
      return;
    }
    if (first !== '{' && first !== '[') {
      while (!',}] \t\r\n'.includes(this.#text[this.#at] ?? ',')) this.#at += 1;
      return;
    }
    let level = 0;
    do {
      const char = this.#text[this.#at];
      if (char === '"') {
        this.#string();
        continue;
      }
      if (char === '{' || char === '[') {
        level += 1;
        if (depth + level > MAX_DEPTH) this.#tooDeep = true;
      } else if (char === '}' || char === ']') level -= 1;
      this.#at += 1;
    } while (level > 0);
  }

  #string(): void {
    this.#at += 1;
    while (this.#text[this.#at] !== '"') this.#at += this.#text[this.#at] === '\\' ? 2 : 1;
    this.#at += 1;
  }
}

function pointersBelow(node: Node): string[] {
  return [...node.children.values()].flatMap((child) => [
    ...(child.pointer === undefined ? [] : [child.pointer]),
    ...pointersBelow(child),
  ]);
}

/** Why a record's members can't be read as its profile says, if they can't: the first fault in the order of docs/rules.md section 2. */
export function memberFault(
  text: string,
  { members, strayStamp }: JsonRecord,
  named: readonly string[],
  profile: Profile,
): { reason: string; column: string } | undefined {
  if (strayStamp) return { reason: 'stray-stamp', column: '' };
  const twice = named.find((name) => (members.get(name)?.times ?? 0) > 1);
  if (twice !== undefined) return { reason: 'duplicate-member', column: twice };
  const noString = named.find((name) => {
    const member = members.get(name);
    return member !== undefined && text[member.start] !== '"' && !text.startsWith('null', member.start);
  });
  if (noString !== undefined) return { reason: 'code-not-string', column: noString };
  const absent = named.find((name) => !members.has(name) && !isOptional(profile, name));
  return absent === undefined ? undefined : { reason: 'member-missing', column: absent };
}

/** The decoded values of a record's members; blank where one is absent or null. */
export function valuesIn(text: string, record: JsonRecord): ValueOf {
  return (name) => {
    if (name === STAMPED) return record.stamped ? '1' : '';
    const member = record.members.get(name);
    if (member === undefined || text[member.start] !== '"') return '';
    return JSON.parse(text.slice(member.start, member.end)) as string;
  };
}
