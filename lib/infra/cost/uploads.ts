/** Calls that put one object: one, or its parts and what begins and ends them. */
export const uploads = (bytes: number, partBytes: number): number =>
  bytes <= partBytes ? 1 : Math.ceil(bytes / partBytes) + 2;
