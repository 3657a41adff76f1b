import type { AxisConfig } from '../formats/codes-config.ts';
import { ThongSuotError } from '../formats/errors.ts';
import type { Secrets } from '../ports/secrets.ts';

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
/** What a header may hold. */
const HEADER_SAFE = /^[\x21-\x7e]+$/;

/** Address of a call. Throws `axis-endpoint`, which never says the address. */
export function callUrl(config: AxisConfig, call: string): string {
  const base = new URL(config.endpoint);
  const url = new URL(call.replace(/^\/+/, ''), `${base.href.replace(/\/+$/, '')}/`);
  const wrong =
    base.username !== '' || base.password !== ''
      ? 'it holds credentials: they belong into the environment'
      : base.search !== '' || base.hash !== ''
        ? 'it has a query or a fragment'
        : base.protocol === 'http:' && !LOOPBACK.test(base.hostname)
          ? 'plain http is taken for this machine alone: use https'
          : base.protocol !== 'https:' && base.protocol !== 'http:'
            ? 'it is not https'
            : url.origin !== base.origin
              ? 'a call of axis.calls leads to another address'
              : '';
  if (wrong !== '')
    throw new ThongSuotError('axis-endpoint', 'user', `axis.endpoint of codes.yaml can't be used: ${wrong}`, {
      detail: wrong,
    });
  return url.href;
}

/** The headers that say who asks. Throws `secret-missing` and `secret-form`, which name the variable and nothing of what it holds. */
export function credentialHeaders(config: AxisConfig, secrets: Secrets): Record<string, string> {
  const { credentials, headers } = config;
  return {
    [headers.systemId]: secretOf(credentials.systemId, secrets),
    [headers.secret]: secretOf(credentials.secret, secrets),
  };
}

function secretOf(reference: string, secrets: Secrets): string {
  const name = reference.replace(/^env:/, '');
  const value = secrets.secret(reference);
  if (value === undefined || value === '')
    throw new ThongSuotError(
      'secret-missing',
      'user',
      `the environment has no ${name}: set it to what the axis' operator gave you`,
      { name },
    );
  if (HEADER_SAFE.test(value)) return value;
  throw new ThongSuotError(
    'secret-form',
    'user',
    `${name} in the environment holds blanks, line ends or letters beyond ASCII: set it again, without them`,
    { name },
  );
}
