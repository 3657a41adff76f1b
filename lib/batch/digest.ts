import { hash } from 'node:crypto';

export interface Digested {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export const sha256Of = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');

export const digestOf = (path: string, bytes: Uint8Array): Digested => ({
  path,
  bytes: bytes.length,
  sha256: sha256Of(bytes),
});
