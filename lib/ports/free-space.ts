/** Room for outputs. `undefined` where the host has no limit to speak of (S3). */
export interface FreeSpace {
  freeBytes(): Promise<number | undefined>;
}
