import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { ThongSuotError } from '../formats/errors.ts';
import { checkSigned, type Signer } from '../ports/signer.ts';

const KEY_SPEC = 'ECC_NIST_EDWARDS25519';
/** KMS's name of pure Ed25519, which takes the message itself and no digest of it. */
const ALGORITHM = 'ED25519_SHA_512';

/** A signing key of the data stack, which never leaves KMS. Who may use it, the key's own policy says. */
export class KmsSigner implements Signer {
  readonly #client: KMSClient;
  readonly #key: string;

  /** `key`: the ARN, as the work stack's outputs have it. */
  constructor(client: KMSClient, key: string) {
    this.#client = client;
    this.#key = key;
  }

  async sign(bytes: Uint8Array): Promise<Uint8Array> {
    checkSigned(bytes);
    const { Signature, SigningAlgorithm } = await this.#client.send(
      new SignCommand({
        KeyId: this.#key,
        Message: bytes,
        MessageType: 'RAW',
        SigningAlgorithm: ALGORITHM,
      }),
    );
    if (Signature === undefined || SigningAlgorithm !== ALGORITHM)
      throw new Error('KMS gave no Ed25519 signature');
    return Signature;
  }

  async publicKey(): Promise<Uint8Array> {
    const { PublicKey, KeySpec } = await this.#client.send(new GetPublicKeyCommand({ KeyId: this.#key }));
    if (PublicKey === undefined) throw new Error('KMS gave no public key');
    if (KeySpec !== KEY_SPEC)
      throw new ThongSuotError(
        'signing-key-kind',
        'user',
        `${this.#key} is no Ed25519 key: name the operator's or the auditor's key of the stack's outputs, or a file that "openssl genpkey -algorithm ed25519" made`,
        { key: this.#key },
      );
    return PublicKey;
  }
}
