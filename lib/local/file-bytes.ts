import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

const PIECE_BYTES = 256 * 1024;

/** Opens a regular file for reading; a pipe or device would block for ever. `follow`: through a link as the last part. */
export async function openRegular(path: string, follow: boolean): Promise<FileHandle> {
  const noFollow = follow ? 0 : constants.O_NOFOLLOW;
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | noFollow);
  try {
    if ((await handle.stat()).isFile()) return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  throw Object.assign(new Error('not a regular file'), { code: 'ENOENT' });
}

/** The whole file; closes the handle. */
export async function whole(handle: FileHandle): Promise<Uint8Array> {
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** Fills `target` with bytes [start, end) or as many as there are; returns how many. Closes the handle. */
export async function readInto(
  handle: FileHandle,
  start: number,
  end: number,
  target: Uint8Array,
): Promise<number> {
  try {
    let filled = 0;
    while (start + filled < end) {
      const { bytesRead } = await handle.read(target, filled, end - start - filled, start + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return filled;
  } finally {
    await handle.close();
  }
}

/** Bytes [start, end) in pieces, each in a buffer of its own; closes the handle. */
export async function* pieces(handle: FileHandle, start: number, end: number): AsyncGenerator<Uint8Array> {
  try {
    for (let at = start; at < end; ) {
      const buffer = Buffer.allocUnsafe(Math.min(PIECE_BYTES, end - at));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  } finally {
    await handle.close();
  }
}
