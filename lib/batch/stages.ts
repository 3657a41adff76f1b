import * as z from 'zod';
import { ThongSuotError } from '../formats/errors.ts';
import { freezeRequestSchema } from './freeze-state.ts';
import type { StagePorts } from './ports.ts';
import { assembleMessageSchema, assembleSource } from './stages/assemble-source.ts';
import { freezeSource } from './stages/freeze-source.ts';
import { inventorySegment, segmentMessageSchema } from './stages/inventory-segment.ts';
import { numberKeys, numberKeysMessageSchema } from './stages/number-keys.ts';
import { remapChunk, remapMessageSchema } from './stages/remap-chunk.ts';
import { verifyMessageSchema, verifySource } from './stages/verify-source.ts';

/** What one message may take, in a Lambda. On one machine the threads share what there is. */
export interface StageResources {
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
}

export interface Stage<S extends z.ZodType = z.ZodType, R = unknown> {
  readonly message: S;
  readonly resources: StageResources;
  run(message: z.output<S>, ports: StagePorts): Promise<R>;
}

const stage = <S extends z.ZodType, R>(
  message: S,
  resources: StageResources,
  run: (message: z.output<S>, ports: StagePorts) => Promise<R>,
): Stage<S, R> => ({ message, resources, run });

/**
 * Every stage: the schema of its message, its handler and its resources. The local pool, a Lambda and the CDK read
 * this one table. Every stage may be run again with the same message at any time, also while another run of it is
 * under way: its results stand under their own names and are the same bytes.
 */
export const stages = {
  'freeze-source': stage(freezeRequestSchema, { memoryMiB: 1024, timeoutSeconds: 900 }, freezeSource),
  'verify-source': stage(verifyMessageSchema, { memoryMiB: 512, timeoutSeconds: 900 }, verifySource),
  'inventory-segment': stage(segmentMessageSchema, { memoryMiB: 512, timeoutSeconds: 900 }, inventorySegment),
  'remap-chunk': stage(remapMessageSchema, { memoryMiB: 1024, timeoutSeconds: 300 }, remapChunk),
  'number-keys': stage(numberKeysMessageSchema, { memoryMiB: 1024, timeoutSeconds: 900 }, numberKeys),
  'assemble-source': stage(assembleMessageSchema, { memoryMiB: 1024, timeoutSeconds: 900 }, assembleSource),
} as const;

export type StageName = keyof typeof stages;
export type StageMessage<N extends StageName> = z.input<(typeof stages)[N]['message']>;
export type StageResult<N extends StageName> = Awaited<ReturnType<(typeof stages)[N]['run']>>;

const isStage = (name: string): name is StageName => Object.hasOwn(stages, name);

/** Runs a stage by its name. A message that is not of its schema is a fault of the sender. */
export async function runStage(name: string, message: unknown, ports: StagePorts): Promise<unknown> {
  if (!isStage(name))
    throw new ThongSuotError('no-such-stage', 'system', `there is no stage ${name}`, { name });
  const chosen: Stage = stages[name];
  const parsed = chosen.message.safeParse(message);
  if (!parsed.success)
    throw new ThongSuotError(
      'bad-message',
      'system',
      `stage ${name}: ${z.prettifyError(parsed.error)}`,
      { stage: name },
      { cause: parsed.error },
    );
  return chosen.run(parsed.data, ports);
}
