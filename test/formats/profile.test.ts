import { describe, expect, it } from 'vitest';
import { profileSchema } from '../../lib/formats/profile.ts';

const base = {
  profile: 'test',
  title: { vi: 'thử', en: 'test' },
  format: 'csv',
  key: ['k'],
  level: 'commune',
  subject: 'person',
  columns: { x: 'unit.commune' },
};
const fault = (change: object): string => {
  const parsed = profileSchema.safeParse({ ...base, ...change });
  return parsed.success
    ? ''
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n');
};

describe('a profile', () => {
  it('may be as the documentation shows it, and reads back what it became', () => {
    expect(fault({})).toBe('');
    expect(fault({ quote: 'none', delimiter: '\t' })).toBe('');
    const parsed = profileSchema.parse({
      ...base,
      level: { rules: [{ when: { c: ['1'] }, is: 'commune' }] },
    });
    expect(profileSchema.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
  });

  it.each<[string, object, RegExp]>([
    ['a key that nobody knows', { colums: {} }, /colums/],
    ['nothing to migrate', { columns: { k: 'dossier-number' } }, /no column has a role to migrate/],
    ['one role twice', { columns: { x: 'unit.commune', y: 'unit.commune' } }, /already that of x/],
    [
      'a name without its code',
      { columns: { n: 'unit.commune-name', p: 'unit.province' } },
      /needs unit.commune/,
    ],
    ['finished statuses without a status', { status: { finished: ['9'] } }, /no column has the role status/],
    ['no quotes with a comma', { quote: 'none' }, /must be a tab or \|/],
    [
      'a column of NDJSON that is no pointer',
      { format: 'ndjson', key: ['/k'], columns: { x: 'unit.commune' } },
      /JSON Pointers/,
    ],
    [
      'a rule of NDJSON that is no pointer',
      {
        format: 'ndjson',
        key: ['/k'],
        columns: { '/x': 'unit.commune' },
        level: { rules: [{ when: { Cap: ['1'] }, is: 'commune' }] },
      },
      /JSON Pointers/,
    ],
  ])('is refused with %s', (_what, change, expected) => {
    expect(fault(change)).toMatch(expected);
  });
});
