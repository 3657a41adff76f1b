import * as z from 'zod';
import { readYaml } from '../formats/read.ts';

export const STAGE_NAMES = ['dev', 'pilot', 'production'] as const;
export type StageName = (typeof STAGE_NAMES)[number];

/**
 * Functions that remap at the same time, at most. All of them read one batch's partition of the ledger; by the model
 * (`cost/limits.ts`) these take under three quarters of what DynamoDB gives one partition.
 */
export const MOST_REMAP = 80;

const days = z.int().min(1).max(36_500);

/** Who may take on a role: people of this account who used MFA, or those whom the province's identity provider names. */
const trustSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('account-with-mfa') }),
  /** Name of a SAML provider that the account holds. Its assertions say who may take which role. */
  z.strictObject({ kind: z.literal('saml'), provider: z.string().regex(/^[\w.-]{1,128}$/) }),
  /** Host (and path) of an OIDC provider that the account holds; without subjects, anyone it knows could come in. */
  z.strictObject({
    kind: z.literal('oidc'),
    provider: z.string().regex(/^[a-z0-9.-]+(\/[\w./-]+)?$/, 'a host, without https://'),
    audience: z.string().min(1),
    subjects: z.array(z.string().regex(/^[^*?]+$/, 'no wildcards')).min(1),
  }),
]);
export type Trust = z.output<typeof trustSchema>;

const isOrigin = (text: string): boolean =>
  URL.canParse(text) && text.startsWith('https://') && new URL(text).origin === text;

interface Parts {
  readonly stage: StageName;
  readonly people: Readonly<Record<string, Trust>>;
  readonly notify: { readonly alarms: readonly string[] };
}

/** What one member alone does not show. */
function checkTogether({ stage, people, notify }: Parts, context: z.RefinementCtx): void {
  if (stage !== 'dev' && notify.alarms.length === 0)
    context.addIssue({
      code: 'custom',
      path: ['notify', 'alarms'],
      message: `an alarm that reaches nobody is none: ${stage} needs one address at least`,
    });
  const seen = new Map<string, string>();
  for (const [person, trust] of Object.entries(people)) {
    if (trust.kind !== 'oidc') continue;
    for (const subject of new Set(trust.subjects)) {
      const known = `${trust.provider} ${subject}`;
      const other = seen.get(known);
      if (other !== undefined)
        context.addIssue({
          code: 'custom',
          path: ['people', person, 'subjects'],
          message: `a subject of ${other} too: one person may have one of the three roles`,
        });
      seen.set(known, person);
    }
  }
}

/**
 * One deployment, as `-c config=FILE` names it. What is not said here follows from `stage` (`stage-settings.ts`).
 * Holds no account, no secret and no physical name. The region is the caller's; `regions` only refuses others.
 */
const membersSchema = z.strictObject({
  /** Begins the names of the stacks. */
  name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'lower-case letters, digits and hyphens'),
  stage: z.enum(STAGE_NAMES),
  /** The regions that the province's legal opinion covers (docs/security.md). No default. */
  regions: z.array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as "ap-southeast-1"')).min(1),
  /** On everything that takes tags. */
  tags: z.strictObject({
    owner: z.string().min(1),
    'cost-centre': z.string().min(1),
    'data-class': z.string().min(1),
  }),
  people: z.strictObject({ operator: trustSchema, auditor: trustSchema, axisAdmin: trustSchema }),
  /** Where alarms and notices go. Each address must confirm its subscription. Only dev may do without alarms. */
  notify: z.strictObject({
    alarms: z.array(z.email()).default([]),
    notices: z.array(z.email()).default([]),
  }),
  /** Where alarm texts find the runbook, before `#anchor`. */
  runbook: z.string().min(1).default('docs/runbook.md'),
  /** `closed` deploys with the coordinator's queue unread: nothing new begins, what runs ends. */
  intake: z.enum(['open', 'closed']).default('open'),
  /** How long evidence can't be deleted. `compliance` binds the account's root as well, until the last day. */
  evidence: z
    .strictObject({ mode: z.enum(['governance', 'compliance']).optional(), retentionDays: days.optional() })
    .default({}),
  logRetentionDays: z.union([z.literal(14), z.literal(90), z.literal(365), z.literal(731)]).optional(),
  /** Functions of one kind at the same time. The account's limit (1,000, or 10 in a new account) bounds the sum. */
  concurrency: z.strictObject({ remap: z.int().min(2).max(MOST_REMAP).optional() }).default({}),
  /**
   * The document axis stands on a government network. Only with a way to it are `codes watch` and `codes sync`
   * deployed; else they run on one machine. The subnets need ways to S3, DynamoDB, SQS, SNS and KMS too.
   */
  axis: z
    .strictObject({
      network: z.strictObject({
        subnetIds: z.array(z.string().regex(/^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/)).min(1),
        securityGroupIds: z.array(z.string().regex(/^sg-([0-9a-f]{8}|[0-9a-f]{17})$/)).min(1),
      }),
      /** A secret of Secrets Manager, by name, with what the axis asks for. Read by the codes function alone. */
      secretName: z.string().regex(/^[\w/+=.@-]{1,500}$/),
      /**
       * Where the axis stands, such as "https://truc.example.gov.vn". What `codes.yaml` calls the axis's endpoint is
       * the axis admin's to write: one of another origin would be sent the secret, and is refused (docs/security.md).
       */
      origin: z.string().refine(isOrigin, 'an https URL without a path, a user or a query'),
      /** An alarm that notices its silence looks back a week at the most. */
      watchEveryHours: z.int().min(1).max(144).default(24),
    })
    .optional(),
});
export const infraConfigSchema = membersSchema.superRefine(checkTogether);
export type InfraConfig = z.output<typeof infraConfigSchema>;

/** Throws `ThongSuotError` with the file and the member for anything that is not of the schema. */
export const parseConfig = (bytes: Uint8Array, file: string): InfraConfig =>
  readYaml(bytes, file, infraConfigSchema);
