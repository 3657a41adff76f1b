import { ThongSuotError } from '../../formats/errors.ts';
import type { ColumnReport } from '../../inspect/column.ts';
import { draftProfile } from '../../inspect/draft.ts';
import type { Inspection } from '../../inspect/inspect.ts';
import { inspectFile } from '../../inspect/inspect.ts';
import { showUnseen } from '../../report/html.ts';
import { countIn } from '../../report/text.ts';
import type { Call, Command, Reply } from '../command.ts';
import { plainProgress } from '../progress.ts';

const DELIMITER_NAMES: Readonly<Record<string, string>> = { '\t': 'TAB' };

function classesOf(call: Call, column: ColumnReport): string {
  const { t, lang } = call;
  const said = Object.entries(column.classes).map(
    ([name, count]) => `${t(`class.${name as keyof ColumnReport['classes']}`)} ${countIn(lang, count)}`,
  );
  const { named, asked } = column.communeNames;
  if (named > 0)
    said.push(t('class.commune-name', { named: countIn(lang, named), asked: countIn(lang, asked) }));
  const text = column.filled - Object.values(column.classes).reduce((total, count) => total + count, 0);
  if (text > 0) said.push(`${t('class.text')} ${countIn(lang, text)}`);
  if (column.zerosLost > 0) said.push(t('inspect.zeros', { count: countIn(lang, column.zerosLost) }));
  return said.join(', ');
}

function columnLine(call: Call, column: ColumnReport): string {
  const name = showUnseen(column.name).replace(/\s+/g, ' ').slice(0, 64);
  if (column.filled === 0) return `  ${call.t('inspect.column.empty', { name })}`;
  const share = (100 * column.filled) / (column.filled + column.blank);
  const percent = column.blank > 0 ? Math.min(share, 99.9).toFixed(1) : '100';
  const filled = `${call.lang === 'vi' ? percent.replace('.', ',') : percent} %`;
  const distinct = countIn(call.lang, column.distinct);
  return `  ${call.t('inspect.column', { name, filled, distinct, classes: classesOf(call, column) })}`;
}

function formatLine(call: Call, found: Inspection): string {
  const { t, lang } = call;
  if (found.format === 'csv')
    return t('inspect.format.csv', {
      delimiter: DELIMITER_NAMES[found.delimiter ?? ''] ?? found.delimiter ?? '',
      quoting:
        found.quotedFields > 0
          ? t('inspect.quoted', { count: countIn(lang, found.quotedFields) })
          : t('inspect.unquoted'),
      columns: found.columns.length,
    });
  if (found.format === 'ndjson') return t('inspect.format.ndjson', { columns: found.columns.length });
  return t(`inspect.format.${found.format}`);
}

function linesOf(call: Call, found: Inspection, file: string): string[] {
  const { t, lang } = call;
  const number = (value: number) => countIn(lang, value);
  const { faults, lineEnds } = found;
  const faultLines = (
    [
      ['inspect.ragged', faults.ragged],
      ['inspect.open-quote', faults.openQuote],
      ['inspect.too-long', faults.tooLong],
      ['inspect.bad-json', faults.badJson],
      ['inspect.duplicate', found.duplicateNames],
    ] as const
  ).flatMap(([key, count]) => (count > 0 ? [`! ${t(key, { count: number(count) })}`] : []));
  if (found.encoding === 'empty') return [t('inspect.format.empty')];
  return [
    t('inspect.covered', {
      file,
      bytes: number(found.bytes),
      records: number(found.records),
      blanks: number(found.blanks),
    }),
    t('inspect.encoding', {
      encoding: t(`inspect.encoding.${found.encoding}`, { lines: number(faults.badUtf8) }),
    }),
    formatLine(call, found),
    t('inspect.lines', { lf: number(lineEnds.lf), crlf: number(lineEnds.crlf) }),
    ...faultLines,
    ...(found.headerIsData ? [`! ${t('inspect.no-header')}`] : []),
    ...found.columns.map((column) => columnLine(call, column)),
  ];
}

const DRAFT_SUFFIX = '.profile.yaml';

async function checkFile(call: Call): Promise<Reply> {
  const { host, t } = call;
  const path = call.args[0] ?? '';
  const file = await host.file(path);
  const bytes = file === undefined ? undefined : await file.store.size(file.name);
  if (file === undefined || bytes === undefined)
    throw new ThongSuotError('file-missing', 'user', `there is no file ${path}`, { file: path });
  const progress = plainProgress(host.stderr, t('stage.inspect'));
  let found: Inspection;
  try {
    const units = await host.engines.units(host.data);
    found = await inspectFile({ store: file.store, path: file.name, bytes, units, onProgress: progress.on });
  } finally {
    progress.end();
  }
  const draft = draftProfile(found, file.name);
  const shown = host.show(path);
  const lines = linesOf(call, found, shown);
  let written: string | undefined;
  if (draft !== undefined && call.has('write')) {
    written = `${path}${DRAFT_SUFFIX}`;
    await writeBeside(call, path, draft);
    lines.push('', t('inspect.written', { path: host.show(written) }));
  } else if (draft !== undefined) lines.push('', t('inspect.draft'), '', draft.trimEnd());
  const readable = found.format !== 'unknown' && found.encoding !== 'legacy';
  return {
    exit: readable ? 0 : 3,
    json: { file: shown, ...found, draft: draft ?? null, written: written ?? null },
    text: `${lines.join('\n')}\n`,
  };
}

/** Never over a file that is there: a person may have decided its lines already. */
async function writeBeside(call: Call, path: string, draft: string): Promise<void> {
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  const folder = await call.host.folder(at < 0 ? '.' : path.slice(0, at + 1));
  const name = `${path.slice(at + 1)}${DRAFT_SUFFIX}`;
  if ((await folder.size(name)) !== undefined)
    throw new ThongSuotError('file-exists', 'user', `${name} is there already: move it away first`, {
      file: name,
    });
  await folder.put(name, new TextEncoder().encode(draft));
}

export const profileCheck: Command = {
  name: 'profile check',
  args: 'FILE',
  minArgs: 1,
  maxArgs: 1,
  help: 'help.profile-check',
  flags: { write: { kind: 'switch', help: 'flag.write' } },
  examples: [
    'thong-suot profile check exports/dossiers.csv',
    'thong-suot profile check exports/dossiers.csv --write',
  ],
  run: checkFile,
};
