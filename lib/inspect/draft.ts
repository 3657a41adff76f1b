import { stringify } from 'yaml';
import type { Role } from '../formats/profile.ts';
import type { ColumnReport } from './column.ts';
import { sum } from './column.ts';
import type { Inspection } from './inspect.ts';

/** A column is taken for what at least this share of its filled values looks like. */
const SHARE = 0.8;

const GUESSES: ReadonlyArray<readonly [Role, (column: ColumnReport) => number]> = [
  ['dossier-number', ({ classes }) => sum(classes, ['dossier-number'])],
  ['agency', ({ classes }) => sum(classes, ['agency-102', 'agency-20'])],
  [
    'unit.commune',
    ({ classes }) => sum(classes, ['commune-old', 'commune-new', 'commune-both', 'commune-retired']),
  ],
  ['unit.district', ({ classes }) => sum(classes, ['district-old'])],
  ['unit.province', ({ classes }) => sum(classes, ['province'])],
];

/** The role that a column seems to have, and the share of its filled values that look so; undefined if none does. */
function guessRole(column: ColumnReport): { role: Role; share: number } | undefined {
  if (column.filled === 0) return undefined;
  const { named, asked } = column.communeNames;
  if (asked > 0 && asked >= column.filled * SHARE && named / asked >= SHARE)
    return { role: 'unit.commune-name', share: named / asked };
  for (const [role, count] of GUESSES) {
    const share = count(column) / column.filled;
    if (share >= SHARE) return { role, share };
  }
  return undefined;
}

const quoted = (text: string): string => JSON.stringify(text);

const NUMBER_NOTE = '[U] the number of the record itself? Of another record it is a link';
const OWNER_NOTE = '[U] does it say who owns or handles the record now? If it is history, take the role away';

/** Where several columns look like one role, the one that looks most like it bears it (the first of equals). */
function columnLines(inspection: Inspection): string[] {
  const guessed = inspection.columns.map((column) => ({ name: column.name, guess: guessRole(column) }));
  const best = new Map<Role, { name: string; share: number }>();
  for (const { name, guess } of guessed)
    if (guess !== undefined && guess.share > (best.get(guess.role)?.share ?? 0))
      best.set(guess.role, { name, share: guess.share });
  return guessed.flatMap(({ name, guess }) => {
    if (guess === undefined) return [];
    const { role } = guess;
    const line = `${quoted(name)}: ${role}`;
    if (best.get(role)?.name !== name) return [`  # ${line}  # [U] looks like it too: one column a role`];
    if (role === 'unit.commune-name' && !best.has('unit.commune'))
      return [`  # ${line}  # [U] needs a unit.commune column beside it`];
    return [`  ${line}  # ${role === 'dossier-number' ? NUMBER_NOTE : OWNER_NOTE}`];
  });
}

/** A name that a profile may bear. */
function slug(file: string): string {
  const stem = file.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '');
  const plain = stem
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'my-profile' : plain;
}

/** The column that tells records apart best: the dossier number, else the first that is never blank and nearly all different. */
function keyOf({ columns, records }: Inspection): string | undefined {
  const numbered = columns.find((column) => guessRole(column)?.role === 'dossier-number');
  const apart = columns.find(({ filled, distinct }) => filled === records && distinct >= records * 0.95);
  return (numbered ?? apart ?? columns[0])?.name;
}

/**
 * A profile to begin with. Lines marked [U] are for a person to decide: a file can't say what its columns mean.
 * Undefined where there is nothing to describe.
 */
export function draftProfile(inspection: Inspection, file: string): string | undefined {
  const { format, delimiter } = inspection;
  const key = keyOf(inspection);
  if ((format !== 'csv' && format !== 'ndjson') || key === undefined || inspection.headerIsData)
    return undefined;
  const roles = columnLines(inspection);
  const name = slug(file);
  return [
    '# Drafted by "thong-suot profile check". Decide every line marked [U], then name this file in batch.yaml.',
    `profile: ${stringify(name).trim()}`,
    `title: { vi: ${quoted(name)}, en: ${quoted(name)} }  # [U] what these records are`,
    `format: ${format}`,
    ...(delimiter === undefined ? [] : [`delimiter: ${quoted(delimiter)}`]),
    `key: [${quoted(key)}]  # [U] the columns that together name one record in its system`,
    'level: commune  # [U] province, district or commune; or rules over columns (docs/formats.md)',
    'subject: unknown  # [U] person, household, organisation, land; or rules. Only person and household may follow the population',
    'columns:',
    ...(roles.some((line) => !line.trimStart().startsWith('#'))
      ? roles
      : [
          ...roles,
          '  # [U] no column looks like a unit or agency code: name at least one here, such as  MaXa: unit.commune',
        ]),
    '# [U] other roles: procedure-code, status, deadline, document-id, vintage, link, attachment …',
    '',
  ].join('\n');
}
