import type { z } from 'zod';
import { ThongSuotError } from '../formats/errors.ts';
import { canonicalJson } from '../ports/canonical-json.ts';
import { ObjectNotFound, type ObjectStore } from '../ports/object-store.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export const encodeText = (text: string): Uint8Array => encoder.encode(text);
export const decodeText = (bytes: Uint8Array): string => decoder.decode(bytes);

/** Our own JSON files: canonical, so that the same content has the same digest, and one line end for who looks. */
export const encodeJson = (value: unknown): Uint8Array => encoder.encode(`${canonicalJson(value)}\n`);

/** The object, or `undefined` if there is none. Every other failure throws. */
export async function getIfAny(store: ObjectStore, path: string): Promise<Uint8Array | undefined> {
  try {
    return await store.get(path);
  } catch (error) {
    if (error instanceof ObjectNotFound) return undefined;
    throw error;
  }
}

/** Reads one of our own JSON files. A file that is not what we wrote is an error, never "not there". */
export function decodeJson<T extends z.ZodType>(bytes: Uint8Array, path: string, schema: T): z.output<T> {
  let value: unknown;
  try {
    value = JSON.parse(decodeText(bytes));
  } catch (cause) {
    throw damaged(path, cause);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw damaged(path, parsed.error);
}

/** One of our own JSON files that must be there. */
export async function getJson<T extends z.ZodType>(
  store: ObjectStore,
  path: string,
  schema: T,
): Promise<z.output<T>> {
  const bytes = await getIfAny(store, path);
  if (bytes === undefined) throw damaged(path, new ObjectNotFound(path));
  return decodeJson(bytes, path, schema);
}

export async function getJsonIfAny<T extends z.ZodType>(
  store: ObjectStore,
  path: string,
  schema: T,
): Promise<z.output<T> | undefined> {
  const bytes = await getIfAny(store, path);
  return bytes === undefined ? undefined : decodeJson(bytes, path, schema);
}

function damaged(path: string, cause: unknown): ThongSuotError {
  return new ThongSuotError(
    'output-damaged',
    'user',
    `${path} in the output folder is not what was written there: remove the output folder and run again`,
    { path },
    { cause },
  );
}
