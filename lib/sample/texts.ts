import { type ByteString, csvField, toBytes } from './byte-string.ts';
import type { Prng } from './prng.ts';
import * as words from './vietnamese.ts';

const nameCount = 4096;

/** Ready-made texts as bytes: names of people and companies, and subject lines, quoted as one system quotes. */
export interface TextPool {
  /** `nameCount` names; the upper half are women's. */
  readonly people: readonly ByteString[];
  readonly companies: readonly ByteString[];
  readonly lines: readonly ByteString[];
  /** Texts with commas, quotes and line breaks. */
  readonly awkward: readonly ByteString[];
}

function person(prng: Prng, woman: boolean): string {
  const name = [
    prng.pick(words.FAMILY),
    prng.pick(woman ? words.MIDDLE_F : words.MIDDLE_M),
    prng.pick(woman ? words.GIVEN_F : words.GIVEN_M),
  ].join(' ');
  const form = prng.below(20);
  if (form === 0) return name.normalize('NFD');
  if (form === 1) return name.replaceAll('Đ', 'Ð');
  return form < 6 ? name.toUpperCase() : name;
}

export function buildTexts(prng: Prng, delimiter: ',' | ';', always: boolean, eol: string): TextPool {
  const field = (text: string) => csvField(toBytes(text), delimiter, always);
  return {
    people: Array.from({ length: nameCount }, (_, at) => field(person(prng, at >= nameCount / 2))),
    companies: Array.from({ length: 256 }, () =>
      field(
        `${prng.pick(words.COMPANIES)} ${prng.pick(words.GIVEN_M)} ${prng.pick(words.GIVEN_F)} ${prng.below(90) + 10}`,
      ),
    ),
    lines: words.SUBJECT_LINES.map(field),
    awkward: words.AWKWARD_LINES.map((line) => field(line.replaceAll('\n', eol))),
  };
}
