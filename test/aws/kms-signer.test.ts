import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { describe, expect, test } from 'vitest';
import { KmsSigner } from '../../lib/aws/kms-signer.ts';
import { signerContract } from '../ports/signer.contract.ts';

interface FakeKey {
  readonly spec: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** KMS as its reference describes it for these keys: refuses what it would refuse, signs with node:crypto. */
function fakeKms(keys: Readonly<Record<string, FakeKey>>): { client: KMSClient; sent: unknown[] } {
  const sent: unknown[] = [];
  const keyOf = (id: string | undefined): FakeKey => {
    const key = keys[id ?? ''];
    if (key === undefined) throw Object.assign(new Error(), { name: 'NotFoundException' });
    return key;
  };
  const send = async (command: unknown): Promise<object> => {
    if (command instanceof SignCommand) {
      const { KeyId, Message = new Uint8Array(), MessageType, SigningAlgorithm } = command.input;
      sent.push({ KeyId, MessageType, SigningAlgorithm });
      const { spec, privateKey } = keyOf(KeyId);
      if (spec !== 'ECC_NIST_EDWARDS25519' || SigningAlgorithm !== 'ED25519_SHA_512' || MessageType !== 'RAW')
        throw Object.assign(new Error(), { name: 'InvalidKeyUsageException' });
      if (Message.length < 1 || Message.length > 4096)
        throw Object.assign(new Error(), { name: 'ValidationException' });
      return { KeyId, SigningAlgorithm, Signature: new Uint8Array(sign(null, Message, privateKey)) };
    }
    if (command instanceof GetPublicKeyCommand) {
      const { spec, publicKey } = keyOf(command.input.KeyId);
      const PublicKey = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
      return { PublicKey, KeySpec: spec, KeyUsage: 'SIGN_VERIFY' };
    }
    throw new Error('a call that this fake does not know');
  };
  return { client: { send } as unknown as KMSClient, sent };
}

const edwards = (): FakeKey => ({ spec: 'ECC_NIST_EDWARDS25519', ...generateKeyPairSync('ed25519') });
const keys = {
  'arn:operator': edwards(),
  'arn:auditor': edwards(),
  'arn:other': { spec: 'ECC_NIST_P256', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) },
};

signerContract('KMS', async () => {
  const { client } = fakeKms(keys);
  return { signer: new KmsSigner(client, 'arn:operator'), other: new KmsSigner(client, 'arn:auditor') };
});

describe('a key of KMS', () => {
  test('is asked for pure Ed25519, which the key’s policy demands', async () => {
    const { client, sent } = fakeKms(keys);
    await new KmsSigner(client, 'arn:auditor').sign(new Uint8Array([1]));
    expect(sent).toEqual([{ KeyId: 'arn:auditor', MessageType: 'RAW', SigningAlgorithm: 'ED25519_SHA_512' }]);
  });

  test('of another kind is refused by name', async () => {
    const { client } = fakeKms(keys);
    await expect(new KmsSigner(client, 'arn:other').publicKey()).rejects.toMatchObject({
      code: 'signing-key-kind',
      params: { key: 'arn:other' },
    });
  });

  test('that it does not find is KMS’s own error', async () => {
    const { client } = fakeKms(keys);
    await expect(new KmsSigner(client, 'arn:none').sign(new Uint8Array([1]))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });
});
