import * as z from 'zod';
import { frozenSourceSchema } from '../formats/frozen.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What one source is to be frozen as: the message of `freeze-source`. */
export const freezeRequestSchema = frozenSourceSchema
  .pick({
    source: true,
    system: true,
    profile: true,
    vintage: true,
    agencyVintage: true,
    expectEmpty: true,
    file: true,
  })
  .extend({
    profileSha256: sha256,
    chunkBytes: z.int().min(1),
    sample: z.int().min(1).nullable(),
  });
export type FreezeRequest = z.output<typeof freezeRequestSchema>;

/** A source as its one pass found it: all but what stands beside it. */
export const scannedSourceSchema = frozenSourceSchema.omit({ handover: true, attachments: true });
export type ScannedSource = z.output<typeof scannedSourceSchema>;

/**
 * `frozen/SOURCE.json`: the freeze of one source, done, so that a killed freeze goes on at the next source.
 * `version` is the file's at that time (`InputFiles.version`): while it stays, the file need not be hashed again.
 */
export const freezeStateSchema = z.strictObject({
  request: freezeRequestSchema,
  version: z.string(),
  scanned: scannedSourceSchema,
});
export type FreezeState = z.output<typeof freezeStateSchema>;
