/** A JSON value as it is written: numbers stay text (ids are longer than a double keeps), members are in a map. */
export type Json = null | boolean | string | JsonNumber | readonly Json[] | JsonObject;
export type JsonObject = ReadonlyMap<string, Json>;
export class JsonNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What is wrong with a text that should be JSON; the offset is in UTF-16 units. Never a value. */
export class JsonFault extends Error {
  constructor(what: string, at: number) {
    super(`${what} at character ${at + 1}`);
    this.name = 'JsonFault';
  }
}

const maxDepth = 64;
const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON's own grammar
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /true|false|null/y;

/** Reads a JSON text (RFC 8259). Throws `JsonFault`, also for an object that gives a member twice. */
export function readJson(text: string): Json {
  const reader = new JsonReader(text);
  return reader.whole();
}

class JsonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Json {
    const value = this.#value(0);
    if (this.#next() !== undefined) throw this.#fault('something follows the value');
    return value;
  }

  #value(depth: number): Json {
    if (depth > maxDepth) throw this.#fault(`nested deeper than ${maxDepth}`);
    switch (this.#next()) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
    }
    const word = this.#take(WORD);
    if (word !== undefined) return word === 'null' ? null : word === 'true';
    const number = this.#take(NUMBER);
    if (number !== undefined) return new JsonNumber(number);
    throw this.#fault('no JSON value');
  }

  #object(depth: number): JsonObject {
    const members = new Map<string, Json>();
    this.#at++;
    if (this.#skip('}')) return members;
    do {
      if (this.#next() !== '"') throw this.#fault('no member name');
      const name = this.#string();
      if (members.has(name)) throw this.#fault('a member that its object has already');
      if (!this.#skip(':')) throw this.#fault('no colon');
      members.set(name, this.#value(depth + 1));
    } while (this.#skip(','));
    if (!this.#skip('}')) throw this.#fault('no end of the object');
    return members;
  }

  #array(depth: number): Json[] {
    const items: Json[] = [];
    this.#at++;
    if (this.#skip(']')) return items;
    do items.push(this.#value(depth + 1));
    while (this.#skip(','));
    if (!this.#skip(']')) throw this.#fault('no end of the array');
    return items;
  }

  #string(): string {
    const written = this.#take(STRING);
    if (written === undefined) throw this.#fault('a string that does not end or holds what none may');
    return written.includes('\\') ? (JSON.parse(written) as string) : written.slice(1, -1);
  }

  /** The next sign after white space, not taken. */
  #next(): string | undefined {
    this.#take(SPACE);
    return this.#text[this.#at];
  }

  #skip(sign: string): boolean {
    if (this.#next() !== sign) return false;
    this.#at++;
    return true;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #fault(what: string): JsonFault {
    return new JsonFault(what, this.#at);
  }
}
