import type { Secrets } from '../ports/secrets.ts';

/** Secrets of the environment: `env:NAME` is the variable `NAME`. */
export function envSecrets(env: Readonly<Record<string, string | undefined>>): Secrets {
  return {
    secret: (reference) => (reference.startsWith('env:') ? env[reference.slice('env:'.length)] : undefined),
  };
}
