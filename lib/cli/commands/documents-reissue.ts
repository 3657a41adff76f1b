import { createRouter } from '../../agencies/router.ts';
import { inFlight } from '../../documents/in-flight.ts';
import type { Reissued } from '../../documents/reissue.ts';
import { type Held, reissueTasks } from '../../documents/reissue-tasks.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import { countIn } from '../../report/text.ts';
import { readCodes } from '../codes/codes-files.ts';
import { dayFlag } from '../codes/day-flag.ts';
import { oneLine, tableText } from '../codes/listing.ts';
import type { Call, Command, Reply } from '../command.ts';
import { type NewIds, readNewIds } from '../documents/new-ids.ts';
import { checkOutside } from '../documents/outside.ts';
import {
  claimFolder,
  PLAN_FILE,
  planText,
  putOnce,
  reissueTables,
  TABLE_FILES,
} from '../documents/reissue-files.ts';
import { scanFolderOf } from '../documents/scan-folder.ts';
import { isKey } from '../lang.ts';
import { plainProgress } from '../progress.ts';

/** How many lines of a kind are printed; the files have all. */
const maxShown = 20;

interface Outcome {
  readonly reissued: readonly Reissued[];
  readonly held: readonly Held[];
  readonly unreadable: number;
  readonly acceptLate: number;
  readonly recall: number;
  /** Rows of `--ids` that no packet needed. */
  readonly unusedIds: number;
}

function needed(call: Call): { config: string; dir: string } {
  const config = call.text('codes');
  const dir = call.text('write');
  if (config !== undefined && dir !== undefined) return { config, dir };
  throw new ThongSuotError(
    'reissue-needs',
    'user',
    'documents reissue needs --codes CONFIG (who succeeds whom) and --write DIR (where the packets go)',
  );
}

async function writeAll(call: Call, folder: string, dir: string, config: string): Promise<[Outcome, string]> {
  const { host, t } = call;
  const codes = await readCodes(host, config);
  const day = dayFlag(call, 'at') ?? codes.config.asOf;
  const index = await scanFolderOf(call, folder);
  const newIds: NewIds = await readNewIds(host, call.text('ids'), index);
  const found = inFlight(index, createRouter(codes), day);
  const nameOf = (code: string): string | undefined => codes.registry.on(code, day)?.row.name;
  const { tasks, held } = reissueTasks({ packets: index.packets, found, nameOf });
  const source = await host.existingFolder(folder);
  if (source === undefined)
    throw new ThongSuotError('folder-missing', 'user', `there is no folder ${folder}`, { folder });
  const target = await host.folder(dir);
  const plan = planText(day, tasks, held, newIds);
  const expected = new Set([PLAN_FILE, ...TABLE_FILES, ...tasks.map(({ path }) => path)]);
  await claimFolder(target, host.show(dir), plan, expected);
  const progress = plainProgress(host.stderr, t('stage.reissue'));
  try {
    const done = await host.engines.reissueDocuments({
      folder: source,
      target,
      tasks,
      newIds: new Map([...newIds].map(([old, row]) => [old, row.new_document_id])),
      onProgress: progress.on,
    });
    const all = [...held, ...done.held];
    for (const { name, columns, rows } of reissueTables(done.reissued, all, newIds))
      await putOnce(target, name, new TextEncoder().encode(tableText(columns, [...rows])));
    const used = new Set(
      done.reissued.map(({ task }) => (task.kind === 'renew' ? task.document.documentId : '')),
    );
    const count = (what: string): number => found.filter((row) => row.what === what).length;
    return [
      {
        reissued: done.reissued,
        held: all,
        unreadable: index.unreadable.length,
        acceptLate: count('accept-late'),
        recall: count('recall'),
        unusedIds: [...newIds.keys()].filter((old) => !used.has(old)).length,
      },
      day,
    ];
  } finally {
    progress.end();
  }
}

function heldLine({ t }: Call, { row, reason }: Held): string {
  const key = [`reissue.hold.${reason}`, `in-flight.reason.${reason}`, `route.reason.${reason}`].find(isKey);
  return `  ${row.document.path} → ${row.receiver}: ${key === undefined ? reason : t(key)} [${reason}]`;
}

function linesOf(call: Call, outcome: Outcome, day: string, dir: string): string[] {
  const { t, lang, host } = call;
  const { reissued, held } = outcome;
  const number = (value: number): string => countIn(lang, value);
  const more = (count: number): string[] =>
    count > maxShown ? [`  ${t('documents.more', { count: number(count - maxShown) })}`] : [];
  const rewritten = reissued.filter(({ task }) => task.kind === 'rewrite').length;
  const others = { late: outcome.acceptLate, recall: outcome.recall, unreadable: outcome.unreadable };
  return [
    t('reissue.done', { day, rewritten: number(rewritten), renewed: number(reissued.length - rewritten) }),
    ...reissued.slice(0, maxShown).map(({ task }) => `  ${task.document.path} → ${task.path}`),
    ...more(reissued.length),
    ...(held.length === 0 ? [] : [t('reissue.held', { count: number(held.length) })]),
    ...held.slice(0, maxShown).map((one) => heldLine(call, one)),
    ...more(held.length),
    ...(Object.values(others).some((count) => count > 0)
      ? [
          t('reissue.others', {
            late: number(others.late),
            recall: number(others.recall),
            unreadable: number(others.unreadable),
          }),
        ]
      : []),
    ...(outcome.unusedIds > 0 ? [t('reissue.unused-ids', { count: number(outcome.unusedIds) })] : []),
    t('reissue.written', { path: host.show(dir) }),
  ];
}

async function run(call: Call): Promise<Reply> {
  const { config, dir } = needed(call);
  const [folder = ''] = call.args;
  checkOutside(call.host, folder, dir);
  const [outcome, day] = await writeAll(call, folder, dir, config);
  const { reissued, held, unreadable, acceptLate, recall, unusedIds } = outcome;
  const left = held.length + unreadable + acceptLate + recall + unusedIds;
  return {
    exit: left === 0 ? 0 : 1,
    json: {
      day,
      reissued: reissued.map(({ task, sha256, documentId }) => ({
        kind: task.kind,
        path: task.document.path,
        newPath: task.path,
        newSha256: sha256,
        documentId: task.document.documentId,
        newDocumentId: documentId,
      })),
      held: held.map(({ row, reason }) => ({ key: row.key, path: row.document.path, reason })),
      unreadable,
      acceptLate,
      recall,
      unusedIds,
    },
    text: `${linesOf(call, outcome, day, dir).map(oneLine).join('\n')}\n`,
  };
}

export const documentsReissue: Command = {
  name: 'documents reissue',
  args: 'FOLDER',
  minArgs: 1,
  maxArgs: 1,
  help: 'help.documents-reissue',
  flags: {
    codes: { kind: 'text', value: 'CONFIG', help: 'flag.codes-needed' },
    at: { kind: 'text', value: 'DAY', help: 'flag.at-day' },
    write: { kind: 'text', value: 'DIR', help: 'flag.reissue-write' },
    ids: { kind: 'text', value: 'FILE', help: 'flag.reissue-ids' },
  },
  examples: [
    'thong-suot documents reissue vinh-long/packets --codes vinh-long/codes.yaml --at 2025-07-01 --write out/reissue',
    'thong-suot documents reissue packets --codes codes.yaml --write out/reissue --ids new-ids.csv',
  ],
  run,
};
