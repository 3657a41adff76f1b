/** The longest text that is signed, in bytes: what KMS takes as it is. A file is signed by its digest. */
export const maxSignedBytes = 4096;

/** One person's Ed25519 key (RFC 8032, the pure form), wherever it is kept: all signatures have one verifier. */
export interface Signer {
  /** 64 bytes over 1 to `maxSignedBytes` bytes, and over nothing but them; throws `RangeError` for other lengths. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
  /** SubjectPublicKeyInfo (RFC 8410), DER: 44 bytes. */
  publicKey(): Promise<Uint8Array>;
}

export function checkSigned(bytes: Uint8Array): void {
  if (bytes.length === 0 || bytes.length > maxSignedBytes)
    throw new RangeError(`1 to ${maxSignedBytes} bytes are signed; a longer text by its digest`);
}
