/** Nesting that a record may have: the record's own object is level 1 (docs/rules.md, `bad-json`). */
const maxDepth = 64;

export type MemberKind = 'absent' | 'string' | 'null' | 'other';

interface PointerNode {
  readonly name: Uint8Array;
  readonly children: PointerNode[];
  /** Pointers that end here. */
  readonly ends: number[];
  /** Pointers that end here or below. */
  readonly below: number[];
  seen: number;
}

const encoder = new TextEncoder();

function child(node: PointerNode, name: string): PointerNode {
  const bytes = encoder.encode(name);
  const found = node.children.find((other) => same(other.name, bytes, 0, bytes.length));
  if (found !== undefined) return found;
  const made: PointerNode = { name: bytes, children: [], ends: [], below: [], seen: 0 };
  node.children.push(made);
  return made;
}

function same(name: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let at = 0; at < name.length; at++) if (name[at] !== bytes[start + at]) return false;
  return true;
}

/**
 * Finds, in one pass over one JSON text (RFC 8259, already known to be UTF-8), the raw spans of the members that
 * a list of JSON Pointers names, and of every top-level member. Nothing is built of the values.
 */
export class JsonSpans {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly kinds: MemberKind[];
  /** Pointers whose member, or an object on the way to it, stands twice in its object. */
  readonly twice: boolean[];
  /** Top-level members, in order: name bounds inside the quotes, value bounds. */
  members = 0;
  nameStarts: number[] = [];
  nameEnds: number[] = [];
  valueStarts: number[] = [];
  valueEnds: number[] = [];
  /** Indices of the record's own `{` and `}`. */
  open = 0;
  close = 0;
  private readonly root: PointerNode = {
    name: new Uint8Array(0),
    children: [],
    ends: [],
    below: [],
    seen: 0,
  };
  private bytes: Uint8Array = new Uint8Array(0);
  private at = 0;
  private end = 0;

  constructor(pointers: readonly string[]) {
    this.starts = new Int32Array(pointers.length);
    this.ends = new Int32Array(pointers.length);
    this.kinds = pointers.map(() => 'absent');
    this.twice = pointers.map(() => false);
    pointers.forEach((pointer, index) => {
      let node = this.root;
      for (const token of pointer.split('/').slice(1)) {
        node = child(node, token.replaceAll('~1', '/').replaceAll('~0', '~'));
        node.below.push(index);
      }
      node.ends.push(index);
    });
  }

  /** False if `[start, end)` is not one JSON object. */
  scan(bytes: Uint8Array, start: number, end: number): boolean {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
    this.members = 0;
    this.kinds.fill('absent');
    this.twice.fill(false);
    this.space();
    if (bytes[this.at] !== 0x7b || this.at >= end) return false;
    this.open = this.at;
    if (!this.object(this.root, 1, true)) return false;
    this.close = this.at - 1;
    this.space();
    return this.at === end;
  }

  /** True if the top-level member `index` has the name `name` (ASCII, as written or escaped). */
  isNamed(index: number, name: string): boolean {
    const start = this.nameStarts[index]!;
    const raw = this.bytes.subarray(start, this.nameEnds[index]!);
    if (raw.indexOf(0x5c) !== -1) return decodeName(raw) === name;
    if (raw.length !== name.length) return false;
    for (let at = 0; at < name.length; at++) if (raw[at] !== name.charCodeAt(at)) return false;
    return true;
  }

  private space(): void {
    const { bytes, end } = this;
    while (this.at < end) {
      const byte = bytes[this.at]!;
      if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return;
      this.at++;
    }
  }

  private value(node: PointerNode | undefined, depth: number): boolean {
    if (this.at >= this.end) return false;
    const byte = this.bytes[this.at]!;
    if (byte === 0x22) return this.string();
    if (byte === 0x7b) return depth < maxDepth && this.object(node, depth + 1, false);
    if (byte === 0x5b) return depth < maxDepth && this.array(depth + 1);
    if (byte === 0x74) return this.word('true');
    if (byte === 0x66) return this.word('false');
    if (byte === 0x6e) return this.word('null');
    return this.number();
  }

  private object(node: PointerNode | undefined, depth: number, top: boolean): boolean {
    if (node !== undefined) for (const each of node.children) each.seen = 0;
    this.at++;
    this.space();
    if (this.at < this.end && this.bytes[this.at] === 0x7d) {
      this.at++;
      return true;
    }
    for (;;) {
      if (this.at >= this.end || this.bytes[this.at] !== 0x22) return false;
      const nameStart = this.at + 1;
      if (!this.string()) return false;
      const nameEnd = this.at - 1;
      this.space();
      if (this.at >= this.end || this.bytes[this.at] !== 0x3a) return false;
      this.at++;
      this.space();
      const found = node === undefined ? undefined : this.match(node, nameStart, nameEnd);
      const start = this.at;
      if (!this.value(found, depth)) return false;
      if (found !== undefined) this.note(found, start);
      if (top) {
        const index = this.members++;
        this.nameStarts[index] = nameStart;
        this.nameEnds[index] = nameEnd;
        this.valueStarts[index] = start;
        this.valueEnds[index] = this.at;
      }
      this.space();
      if (this.at >= this.end) return false;
      const byte = this.bytes[this.at++];
      if (byte === 0x7d) return true;
      if (byte !== 0x2c) return false;
      this.space();
    }
  }

  private match(node: PointerNode, start: number, end: number): PointerNode | undefined {
    const { children } = node;
    for (let index = 0; index < children.length; index++) {
      const each = children[index]!;
      if (same(each.name, this.bytes, start, end)) return each;
    }
    if (children.length === 0) return undefined;
    const raw = this.bytes.subarray(start, end);
    if (raw.indexOf(0x5c) === -1) return undefined;
    const name = encoder.encode(decodeName(raw));
    return children.find((each) => same(each.name, name, 0, name.length));
  }

  private note(node: PointerNode, start: number): void {
    node.seen++;
    if (node.seen > 1) for (const pointer of node.below) this.twice[pointer] = true;
    const byte = this.bytes[start];
    for (const pointer of node.ends) {
      this.starts[pointer] = start;
      this.ends[pointer] = this.at;
      this.kinds[pointer] = byte === 0x22 ? 'string' : byte === 0x6e ? 'null' : 'other';
    }
  }

  private array(depth: number): boolean {
    this.at++;
    this.space();
    if (this.at < this.end && this.bytes[this.at] === 0x5d) {
      this.at++;
      return true;
    }
    for (;;) {
      if (!this.value(undefined, depth)) return false;
      this.space();
      if (this.at >= this.end) return false;
      const byte = this.bytes[this.at++];
      if (byte === 0x5d) return true;
      if (byte !== 0x2c) return false;
      this.space();
    }
  }

  private string(): boolean {
    const { bytes, end } = this;
    let at = this.at + 1;
    while (at < end) {
      const byte = bytes[at]!;
      if (byte === 0x22) {
        this.at = at + 1;
        return true;
      }
      if (byte < 0x20) return false;
      if (byte === 0x5c) {
        const next = at + 1 < end ? bytes[at + 1]! : 0;
        if (next === 0x75) {
          if (at + 6 > end) return false;
          for (let digit = at + 2; digit < at + 6; digit++) if (!isHex(bytes[digit]!)) return false;
          at += 6;
          continue;
        }
        if (!'"\\/bfnrt'.includes(String.fromCharCode(next))) return false;
        at += 2;
        continue;
      }
      at++;
    }
    return false;
  }

  private word(word: string): boolean {
    if (this.at + word.length > this.end) return false;
    for (let index = 0; index < word.length; index++)
      if (this.bytes[this.at + index] !== word.charCodeAt(index)) return false;
    this.at += word.length;
    return true;
  }

  private number(): boolean {
    const { bytes } = this;
    if (this.at < this.end && bytes[this.at] === 0x2d) this.at++;
    if (this.at < this.end && bytes[this.at] === 0x30) this.at++;
    else if (!this.digits()) return false;
    if (this.at < this.end && bytes[this.at] === 0x2e) {
      this.at++;
      if (!this.digits()) return false;
    }
    if (this.at < this.end && (bytes[this.at] === 0x65 || bytes[this.at] === 0x45)) {
      this.at++;
      if (this.at < this.end && (bytes[this.at] === 0x2b || bytes[this.at] === 0x2d)) this.at++;
      if (!this.digits()) return false;
    }
    return true;
  }

  private digits(): boolean {
    const start = this.at;
    while (this.at < this.end) {
      const byte = this.bytes[this.at]!;
      if (byte < 0x30 || byte > 0x39) break;
      this.at++;
    }
    return this.at > start;
  }
}

function isHex(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}

function decodeName(raw: Uint8Array): string {
  return JSON.parse(`"${Buffer.from(raw.buffer, raw.byteOffset, raw.length).toString('utf8')}"`) as string;
}

/** The value of a JSON string from its raw bytes, quotes included; a lone surrogate keeps its three bytes, which are no UTF-8. */
export function decodeJsonString(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const raw = bytes.subarray(start + 1, end - 1);
  if (raw.indexOf(0x5c) === -1) return raw;
  const text = JSON.parse(
    Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8'),
  ) as string;
  if (!/\p{Surrogate}/u.test(text)) return encoder.encode(text);
  const parts: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (code >= 0xd800 && code <= 0xdfff)
      parts.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else parts.push(...encoder.encode(char));
  }
  return Uint8Array.from(parts);
}
