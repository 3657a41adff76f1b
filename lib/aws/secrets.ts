import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ThongSuotError } from '../formats/errors.ts';
import type { Secrets } from '../ports/secrets.ts';

/**
 * The members of one secret of Secrets Manager, a JSON object of strings: `env:NAME` of `codes.yaml` is its member
 * `NAME`, so the same file serves one machine and the account. Throws `secret-unreadable`, which says nothing of what
 * the secret holds.
 */
export async function readSecrets(client: SecretsManagerClient, name: string): Promise<Secrets> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }));
  const members = membersOf(SecretString);
  if (members === undefined)
    throw new ThongSuotError(
      'secret-unreadable',
      'user',
      `the secret ${name} is not a JSON object of strings such as {"AXIS_SYSTEM_ID": "…", "AXIS_SECRET": "…"}: its members bear the names that codes.yaml gives after env:`,
      { name },
    );
  return {
    secret: (reference) =>
      reference.startsWith('env:') ? members.get(reference.slice('env:'.length)) : undefined,
  };
}

function membersOf(text: string | undefined): ReadonlyMap<string, string> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    return undefined; // the error would quote the secret
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const members = Object.entries(value);
  return members.every((member): member is [string, string] => typeof member[1] === 'string')
    ? new Map(members)
    : undefined;
}
