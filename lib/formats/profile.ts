import * as z from 'zod';

/** What a column is to the migration. A column without a role is personal and passes through untouched. */
export const ROLES = [
  'unit.province',
  'unit.district',
  'unit.commune',
  'unit.commune-name',
  'hamlet',
  'agency',
  'dossier-number',
  'document-id',
  'result-number',
  'licence-number',
  'procedure-code',
  'status',
  'deadline',
  'vintage',
  'link',
  'attachment',
  'attachment.sha256',
  'attachment.signed',
  'attachment.valid-until',
] as const;
export type Role = (typeof ROLES)[number];

/** The roles whose value is a number that a person may look a record up by; never rewritten, always aliased. */
export const NUMBER_ROLES = ['dossier-number', 'document-id', 'result-number', 'licence-number'] as const;
/** The roles that the migration rewrites (DOMAIN section 4: only who owns or handles a record now). */
export const REWRITTEN_ROLES = [
  'unit.province',
  'unit.district',
  'unit.commune',
  'unit.commune-name',
  'agency',
] as const;

export const LEVELS = ['province', 'district', 'commune'] as const;
export type Level = (typeof LEVELS)[number];
export const SUBJECTS = ['person', 'household', 'organisation', 'land', 'unknown'] as const;
export type Subject = (typeof SUBJECTS)[number];

const values = z.array(z.string()).min(1);
/** One condition on one column: equal to, starting with, or equal after folding (docs/rules.md section 8). */
const condition = z.union([
  values.transform((list) => ({ op: 'in' as const, values: list })),
  z.strictObject({ in: values }).transform((c) => ({ op: 'in' as const, values: c.in })),
  z.strictObject({ prefix: values }).transform((c) => ({ op: 'prefix' as const, values: c.prefix })),
  z.strictObject({ folded: values }).transform((c) => ({ op: 'folded' as const, values: c.folded })),
  // As it stands in batch.json: a profile that was read once reads back as itself.
  z.strictObject({ op: z.enum(['in', 'prefix', 'folded']), values }),
]);
export type Condition = z.output<typeof condition>;

const rule = <T extends z.ZodType>(is: T) => z.strictObject({ when: z.record(z.string(), condition), is });

const columnsOfRules = (part: string | { rules: ReadonlyArray<{ when: object }> }): string[] =>
  typeof part === 'string' ? [] : part.rules.flatMap((rule) => Object.keys(rule.when));

const column = z.union([
  z.enum(ROLES).transform((role) => ({ role, optional: false })),
  z.strictObject({ role: z.enum(ROLES), optional: z.boolean().default(false) }),
]);

/**
 * The description of one kind of source file (`profiles/*.yaml`). `columns` maps a column name
 * (CSV) or a JSON Pointer (NDJSON) to its role; its order is the order of NDJSON's `_was`.
 */
export const profileSchema = z
  .strictObject({
    profile: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
    title: z.strictObject({ vi: z.string(), en: z.string() }),
    format: z.enum(['csv', 'ndjson']),
    delimiter: z.enum([',', ';', '\t', '|']).default(','),
    quote: z.enum(['"', 'none']).default('"'),
    maxRecordBytes: z
      .int()
      .min(256)
      .max(16 * 1024 * 1024)
      .default(1024 * 1024),
    key: z.array(z.string()).min(1),
    level: z.union([z.enum(LEVELS), z.strictObject({ rules: z.array(rule(z.enum(LEVELS))).min(1) })]),
    subject: z.union([z.enum(SUBJECTS), z.strictObject({ rules: z.array(rule(z.enum(SUBJECTS))).min(1) })]),
    columns: z.record(z.string(), column),
    status: z.strictObject({ finished: values }).optional(),
    agencyUnitConflict: z.enum(['finding', 'hold']).default('finding'),
  })
  .superRefine((p, ctx) => {
    const seen = new Map<string, string>();
    for (const [name, { role }] of Object.entries(p.columns)) {
      const other = seen.get(role);
      if (other !== undefined)
        ctx.addIssue({
          code: 'custom',
          path: ['columns', name],
          message: `the role ${role} is already that of ${other}`,
        });
      seen.set(role, name);
    }
    if (![...seen.keys()].some((role) => role === 'agency' || role.startsWith('unit.')))
      ctx.addIssue({
        code: 'custom',
        path: ['columns'],
        message: 'no column has a role to migrate (unit.* or agency)',
      });
    if (seen.has('unit.commune-name') && !seen.has('unit.commune'))
      ctx.addIssue({
        code: 'custom',
        path: ['columns'],
        message: 'unit.commune-name needs unit.commune beside it',
      });
    if (p.status !== undefined && !seen.has('status'))
      ctx.addIssue({ code: 'custom', path: ['status'], message: 'no column has the role status' });
    if (p.quote === 'none' && p.delimiter !== '\t' && p.delimiter !== '|')
      ctx.addIssue({
        code: 'custom',
        path: ['quote'],
        message:
          'without quotes the delimiter must be a tab or |: what is appended to a record may hold , and ;',
      });
    if (p.format === 'ndjson') {
      const pointers = [
        ...Object.keys(p.columns),
        ...p.key,
        ...columnsOfRules(p.level),
        ...columnsOfRules(p.subject),
      ];
      for (const pointer of pointers)
        if (!/^(\/([^~/]|~[01])+)+$/.test(pointer) || pointer.split('/').includes('*'))
          ctx.addIssue({
            code: 'custom',
            path: ['columns', pointer],
            message: 'NDJSON columns are JSON Pointers to one string, such as /MaXa',
          });
    }
  });
export type Profile = z.output<typeof profileSchema>;
