/**
 * The schemes of agency codes as a table: what a later regulation adds is one more entry. No string may be of two
 * entries (a property test holds them to it), so the first that matches is the only one.
 */
interface Scheme {
  /** The grammar of the regulation. */
  readonly strict: RegExp;
  /** Within `strict`, what government agencies use of it. */
  readonly practice: RegExp;
  /** Met in the field beside it: read, and reported. */
  readonly lenient: RegExp | undefined;
  /** Of older systems: an alias at most, never emitted. */
  readonly legacyShort: RegExp | undefined;
  /** Where level 1 stands. With the root last, groups of zeros fill the levels that a code does not have. */
  readonly root: 'first' | 'last';
}

const QCVN_102 = /^[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}$/;

const TABLE = {
  /** QCVN 102:2016/BTTTT: `V1V2V3.Z1Z2.Y1Y2.MX1X2`, read from the right. */
  'qcvn-102': {
    strict: QCVN_102,
    practice: QCVN_102,
    lenient: /^[0-9]{3}\.[0-9]{2,3}\.[0-9]{2,3}\.[A-Z][0-9]{2}$/,
    legacyShort: /^(?:[0-9]{2,3}\.){1,2}[A-Z][0-9]{2}$/,
    root: 'last',
  },
  /** QĐ 20/2020/QĐ-TTg Điều 4: groups from the left by level, at most 35 characters; the rest of its grammar is for enterprises and systems (`H37.DN.001`). */
  'qd-20': {
    strict: /^(?=.{3,35}$)[A-Z][0-9]{2}(?:\.[0-9A-Z]+)*$/,
    practice: /^[A-Z][0-9]{2}(?:\.[0-9]{1,3}){0,4}$/,
    lenient: undefined,
    legacyShort: undefined,
    root: 'first',
  },
} as const satisfies Record<string, Scheme>;

export type AgencyScheme = keyof typeof TABLE;
export const SCHEMES: ReadonlyMap<AgencyScheme, Scheme> = new Map(
  Object.entries(TABLE) as Array<[AgencyScheme, Scheme]>,
);

export interface Levels {
  /** As written, in the order of the string; joined by dots they are the code. */
  readonly groups: readonly string[];
  /** Level 1 of the code: `H57`. */
  readonly root: string;
  /** 1 province or ministry; 2 what is directly under it; and so on. */
  readonly level: number;
  /** The code one level up in the same scheme and the same widths; undefined at level 1. */
  readonly parent: string | undefined;
}

/** Takes a code apart that is known to be of a scheme, strictly or loosely. */
export function levelsOf(code: string, root: Scheme['root']): Levels {
  const groups = code.split('.');
  return root === 'first' ? fromLeft(groups) : fromRight(groups);
}

function fromLeft(groups: readonly string[]): Levels {
  const parent = groups.length === 1 ? undefined : groups.slice(0, -1).join('.');
  return { groups, root: groups[0] ?? '', level: groups.length, parent };
}

function fromRight(groups: readonly string[]): Levels {
  const last = groups.length - 1;
  // The deepest group that is not zero gives the level; 012.00.05.H41 has level 4 over an empty level 3.
  const deepest = groups.findIndex((group, at) => at === last || !/^0+$/.test(group));
  const parent = groups.map((group, at) => (at === deepest ? '0'.repeat(group.length) : group)).join('.');
  return {
    groups,
    root: groups[last] ?? '',
    level: groups.length - deepest,
    parent: deepest === last ? undefined : parent,
  };
}
