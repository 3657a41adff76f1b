import { ThongSuotError } from '../formats/errors.ts';
import { NUMBER_ROLES, type Profile, type Role } from '../formats/profile.ts';
import { RESERVED_COLUMNS, STAMP_COLUMNS } from '../formats/vintages.ts';

/** The value of a raw CSV field: without its quotes, `""` read as `"`. */
export function unquote(raw: string, quote: string): string {
  if (quote === '' || !raw.startsWith(quote)) return raw;
  return raw.slice(1, -1).replaceAll(quote + quote, quote);
}

/** Every column or pointer that a profile speaks of: those with a role, the key, then those of the rules. */
export function namedColumns(profile: Profile): string[] {
  const names = new Set([...Object.keys(profile.columns), ...profile.key]);
  for (const rules of [profile.level, profile.subject])
    if (typeof rules !== 'string')
      for (const rule of rules.rules) for (const name of Object.keys(rule.when)) names.add(name);
  return [...names];
}

/** Whether a column may be absent from a source: only one whose role is marked `optional`. */
export function isOptional(profile: Profile, name: string): boolean {
  return profile.columns[name]?.optional === true;
}

/** The column that bears a role, if the profile has one. */
export function columnOf(profile: Profile, role: Role): string | undefined {
  return Object.keys(profile.columns).find((name) => profile.columns[name]?.role === role);
}

export const numberColumns = (profile: Profile): Array<{ name: string; scheme: string }> =>
  Object.entries(profile.columns)
    .filter(([, column]) => (NUMBER_ROLES as readonly string[]).includes(column.role))
    .map(([name, column]) => ({ name, scheme: column.role }));

/** Checks a CSV header against its profile; returns whether the file bears our stamp. Throws `ThongSuotError` (source). */
export function checkHeader(header: readonly string[], profile: Profile, file: string): boolean {
  const fault = (code: string, message: string, params: Record<string, string | number>) =>
    new ThongSuotError(code, 'source', `${file}: ${message}`, { file, ...params });
  const twice = header.findIndex((name, index) => header.indexOf(name) !== index);
  if (twice >= 0) {
    const first = header.indexOf(header[twice] as string) + 1;
    throw fault(
      'duplicate-column',
      `columns ${first} and ${twice + 1} of the header have the same name; rename one in the export`,
      {
        first,
        second: twice + 1,
      },
    );
  }
  const missing = namedColumns(profile).filter(
    (name) => !header.includes(name) && !isOptional(profile, name),
  );
  if (missing.length > 0)
    throw fault(
      'missing-columns',
      `the header lacks ${missing.join(', ')}, which profile ${profile.profile} names; check the delimiter, or write a profile for this export ("thong-suot profile check")`,
      { columns: missing.join(', '), profile: profile.profile },
    );
  const stamped = STAMP_COLUMNS.every(
    (name, index) => header[header.length - STAMP_COLUMNS.length + index] === name,
  );
  const reserved = (stamped ? header.slice(0, -STAMP_COLUMNS.length) : header).filter((name) =>
    (RESERVED_COLUMNS as readonly string[]).includes(name),
  );
  if (reserved.length > 0)
    throw fault(
      'stray-stamp-columns',
      `the column ${reserved[0]} bears a name that the migration writes; rename it in the export`,
      {
        column: reserved[0] as string,
      },
    );
  return stamped;
}
