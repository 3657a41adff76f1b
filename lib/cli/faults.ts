import { EXIT_CODES, ThongSuotError } from '../formats/errors.ts';
import { showUnseen } from '../report/html.ts';
import type { Lang } from '../report/text.ts';
import type { Host } from './host.ts';
import type { Params, Translate } from './lang.ts';
import { fill } from './lang.ts';
import { detailVi } from './messages/details-vi.ts';
import { ERRORS_VI, FULLER_VI } from './messages/errors-vi.ts';

export interface Fault {
  readonly exit: number;
  readonly json: unknown;
  readonly text: string;
}

/** Parameters whose text `lib` puts together in English. */
const TOLD = ['detail', 'what', 'how'] as const;

/** What the Vietnamese templates are filled with. */
function paramsVi(error: ThongSuotError): Params {
  const told = TOLD.flatMap((name) => {
    const value = error.params[name];
    return typeof value === 'string' ? [[name, detailVi(value)] as const] : [];
  });
  const details = error.message.split('\n').slice(1).map(detailVi);
  return {
    ...error.params,
    ...Object.fromEntries(told),
    ...(details.length === 0 ? {} : { details: details.join('\n') }),
  };
}

/** In Vietnamese where the catalogue has the code and the error has all that its text names; else the error's own text. */
function messageOf(error: ThongSuotError, lang: Lang): string {
  const templates = lang === 'vi' ? [FULLER_VI[error.code], ERRORS_VI[error.code]] : [];
  const params = paramsVi(error);
  const filled = templates
    .map((template) => (template === undefined ? undefined : fill(template, params)))
    .find((text) => text !== undefined && !/\{\w+\}/.test(text));
  return showUnseen(filled ?? error.message);
}

/** What the operating system refuses and a person can mend: rights, a full or read-only disk, a folder for a file. */
const MENDABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EISDIR', 'ENOTDIR']);

/** The frames of a stack and of its causes', without the message above them: a message may hold what it should not (invariant 9). */
function framesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [...own, ...framesOf(error.cause)];
}

/** How an error is told: ours by code and message; any other as a fault of ours, by an id and its class alone. */
export function faultOf(error: unknown, host: Host, lang: Lang, t: Translate): Fault {
  if (error instanceof ThongSuotError) {
    const message = messageOf(error, lang);
    return {
      exit: EXIT_CODES[error.source] ?? 70,
      json: { error: { code: error.code, source: error.source, message, params: error.params } },
      text: `${t('error.prefix')}: ${message}\n`,
    };
  }
  const id = host.faultId();
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  const code = (error as { code?: unknown } | null)?.code;
  const errno = typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? ` ${code}` : '';
  const { path } = (error ?? {}) as { path?: unknown };
  if (typeof code === 'string' && MENDABLE.has(code)) {
    const place = typeof path === 'string' ? host.show(path) : '?';
    const message = showUnseen(t('error.host', { errno: code, path: place }));
    return {
      exit: EXIT_CODES.user ?? 2,
      json: {
        error: { code: 'host-refused', source: 'user', message, params: { errno: code, path: place } },
      },
      text: `${t('error.prefix')}: ${message}\n`,
    };
  }
  const frames = host.debug ? framesOf(error) : [];
  const message = t('error.unknown', { id, kind: `${kind}${errno}` });
  return {
    exit: 70,
    json: {
      error: { code: 'fault', source: 'system', message, params: { id, kind, errno: errno.trim() }, frames },
    },
    text: [`${t('error.prefix')}: ${message}`, ...frames, ''].join('\n'),
  };
}
