import type { z } from 'zod';
import type { ObjectStore } from '../../ports/object-store.ts';
import { sha256Of } from '../digest.ts';
import { ANSWERS, type Task } from './task.ts';

type Answered = keyof typeof ANSWERS;

/** What the tasks of an earlier group answered. An object that is another than was sent along is no answer. */
export async function answersOf<N extends Answered>(
  out: ObjectStore,
  before: Task<'merge'>['before'],
  of: N,
): Promise<z.output<(typeof ANSWERS)[N]['schema']>> {
  const { group, schema } = ANSWERS[of];
  const given = before[group];
  if (given === undefined) throw new Error(`the message lacks the answers of the tasks ${of}`);
  const bytes = await out.get(given.path);
  if (sha256Of(bytes) !== given.sha256) throw new Error(`${given.path} is not what was sent along`);
  return schema.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))) as z.output<
    (typeof ANSWERS)[N]['schema']
  >;
}
