import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { maxSignedBytes, type Signer } from '../../lib/ports/signer.ts';

/** What every signer must do. `make` opens the same key each time; `other` another one. */
export function signerContract(name: string, make: () => Promise<{ signer: Signer; other: Signer }>): void {
  describe(`signer contract: ${name}`, () => {
    const message = new TextEncoder().encode('sha256 of reconciliation.json, đã đối soát');
    /** By OpenSSL's own Ed25519, as any auditor's tool would. */
    const holds = async (by: Signer, bytes: Uint8Array, signature: Uint8Array): Promise<boolean> =>
      verify(
        null,
        bytes,
        createPublicKey({ key: Buffer.from(await by.publicKey()), format: 'der', type: 'spki' }),
        signature,
      );

    test('its public key is an Ed25519 key in SPKI', async () => {
      const { signer } = await make();
      const key = createPublicKey({
        key: Buffer.from(await signer.publicKey()),
        format: 'der',
        type: 'spki',
      });
      expect(key.asymmetricKeyType).toBe('ed25519');
      expect((await signer.publicKey()).length).toBe(44);
    });

    test('its signature holds for these bytes and this key alone', async () => {
      const { signer, other } = await make();
      const signature = await signer.sign(message);
      expect(signature.length).toBe(64);
      expect(await holds(signer, message, signature)).toBe(true);
      expect(await holds(other, message, signature)).toBe(false);
      const bent = Uint8Array.from(message, (byte, at) => (at === 3 ? byte ^ 1 : byte));
      expect(await holds(signer, bent, signature)).toBe(false);
    });

    test('the same bytes have the same signature, whoever opens the key', async () => {
      const [one, two] = [await make(), await make()];
      expect(await two.signer.sign(message)).toEqual(await one.signer.sign(message));
      expect(await two.signer.publicKey()).toEqual(await one.signer.publicKey());
    });

    test('takes as many bytes as KMS does, and no more', async () => {
      const { signer } = await make();
      const most = new Uint8Array(maxSignedBytes).fill(7);
      expect(await holds(signer, most, await signer.sign(most))).toBe(true);
      await expect(signer.sign(new Uint8Array(maxSignedBytes + 1))).rejects.toThrow(RangeError);
      await expect(signer.sign(new Uint8Array())).rejects.toThrow(RangeError);
    });
  });
}
