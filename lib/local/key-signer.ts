import {
  createPrivateKey,
  createPublicKey,
  sign as ed25519,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { ThongSuotError } from '../formats/errors.ts';
import { checkSigned, type Signer } from '../ports/signer.ts';
import { isAbsent } from './paths.ts';

/** What of a file's mode lets others than its owner at it. */
const OTHERS = 0o077;

/** An Ed25519 key in a file of this machine: PKCS #8, PEM, not encrypted, readable by its owner alone. */
export class KeySigner implements Signer {
  readonly #key: KeyObject;

  private constructor(key: KeyObject) {
    this.#key = key;
  }

  /** Makes a new key; throws `file-exists` where there is a file, which is never overwritten. */
  static create(path: string): KeySigner {
    const { privateKey } = generateKeyPairSync('ed25519');
    try {
      writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      throw new ThongSuotError('file-exists', 'user', `${path} is there already: move it away first`, {
        file: path,
      });
    }
    return new KeySigner(privateKey);
  }

  /** Throws `file-missing`, `signing-key-open`, `signing-key-kind`; none of them says anything of what the file holds. */
  static open(path: string): KeySigner {
    const pem = read(path);
    let key: KeyObject;
    try {
      key = createPrivateKey(pem);
    } catch {
      // The cause is left out: OpenSSL's errors may quote what it read.
      throw notEd25519(path);
    }
    if (key.asymmetricKeyType !== 'ed25519') throw notEd25519(path);
    return new KeySigner(key);
  }

  async sign(bytes: Uint8Array): Promise<Uint8Array> {
    checkSigned(bytes);
    return new Uint8Array(ed25519(null, bytes, this.#key));
  }

  async publicKey(): Promise<Uint8Array> {
    return new Uint8Array(createPublicKey(this.#key).export({ type: 'spki', format: 'der' }));
  }
}

function read(path: string): Buffer {
  let mode: number;
  try {
    ({ mode } = statSync(path));
  } catch (error) {
    if (!isAbsent(error)) throw error;
    throw new ThongSuotError('file-missing', 'user', `there is no file ${path}`, { file: path });
  }
  // Windows has no such bits, and says that everybody may do everything.
  if (process.platform !== 'win32' && (mode & OTHERS) !== 0)
    throw new ThongSuotError(
      'signing-key-open',
      'user',
      `others than its owner may read or write ${path}: "chmod 600 ${path}", and make a new key if somebody may have`,
      { file: path },
    );
  return readFileSync(path);
}

function notEd25519(path: string): ThongSuotError {
  return new ThongSuotError(
    'signing-key-kind',
    'user',
    `${path} is no Ed25519 key: name the operator's or the auditor's key of the stack's outputs, or a file that "openssl genpkey -algorithm ed25519" made`,
    { key: path },
  );
}
