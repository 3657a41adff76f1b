import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { KeySigner } from '../../lib/local/key-signer.ts';
import { signerContract } from '../ports/signer.contract.ts';
import { temporaryFolder } from './folder.ts';

const pems: string[] = [];
beforeAll(() => {
  for (let at = 0; at < 2; at++) {
    const { privateKey } = generateKeyPairSync('ed25519');
    pems.push(privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
  }
});

function keyFile(text: string, mode = 0o600): string {
  const path = join(temporaryFolder(), 'key.pem');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

signerContract('a file of this machine', async () => ({
  signer: KeySigner.open(keyFile(pems[0]!)),
  other: KeySigner.open(keyFile(pems[1]!)),
}));

describe('a key file', () => {
  test('that is made is its owner’s alone, and opens as the same key', async () => {
    const path = join(temporaryFolder(), 'auditor.pem');
    const made = KeySigner.create(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await KeySigner.open(path).publicKey()).toEqual(await made.publicKey());
    const before = readFileSync(path);
    expect(() => KeySigner.create(path)).toThrow(expect.objectContaining({ code: 'file-exists' }));
    expect(readFileSync(path)).toEqual(before);
  });

  test.each([
    ['another kind of key', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
    ['a key for exchange', () => generateKeyPairSync('x25519').privateKey],
    ['a public key', () => generateKeyPairSync('ed25519').publicKey],
  ])('with %s is refused', (_what, make) => {
    const key = make();
    const type = key.type === 'public' ? 'spki' : 'pkcs8';
    const path = keyFile(key.export({ type, format: 'pem' } as never) as string);
    expect(() => KeySigner.open(path)).toThrow(expect.objectContaining({ code: 'signing-key-kind' }));
  });

  test('that others may read, or that is not there, or holds something else, is refused without a word of it', () => {
    expect(() => KeySigner.open(keyFile(pems[0]!, 0o640))).toThrow(
      expect.objectContaining({ code: 'signing-key-open' }),
    );
    expect(() => KeySigner.open(join(temporaryFolder(), 'none.pem'))).toThrow(
      expect.objectContaining({ code: 'file-missing' }),
    );
    const path = keyFile('-----BEGIN PRIVATE KEY-----\ncanary-7f1c\n-----END PRIVATE KEY-----\n');
    try {
      KeySigner.open(path);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'signing-key-kind' });
      expect((error as Error).cause).toBeUndefined();
      expect(`${error}`).not.toContain('canary');
    }
  });
});
