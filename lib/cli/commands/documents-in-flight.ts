import { createRouter } from '../../agencies/router.ts';
import { listDigests } from '../../axis/codes-files.ts';
import { Waived } from '../../axis/waived.ts';
import { documentFindingKey } from '../../documents/document-index.ts';
import { type InFlight, inFlight } from '../../documents/in-flight.ts';
import { IN_FLIGHT_ACTIONS, IN_FLIGHT_CHECK } from '../../formats/document-tables.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import { countIn } from '../../report/text.ts';
import { readCodes } from '../codes/codes-files.ts';
import { dayFlag } from '../codes/day-flag.ts';
import { oneLine } from '../codes/listing.ts';
import type { Call, Command, Reply } from '../command.ts';
import { inFlightCsv, inFlightDocument } from '../documents/in-flight-file.ts';
import { scanFolderOf } from '../documents/scan-folder.ts';
import { isKey } from '../lang.ts';
import { under } from '../user-files.ts';

/** How many rows are printed; the files have all. */
const maxShown = 20;

function lineOf({ t }: Call, { document, receiver, successors, what, reason }: InFlight): string {
  const why = isKey(`in-flight.reason.${reason}`) ? `in-flight.reason.${reason}` : `route.reason.${reason}`;
  return `  ${t('in-flight.line', {
    document: document.documentId,
    receiver,
    what: `${t(`in-flight.what.${what}`)} [${what}]`,
    successors: successors.length === 0 ? '' : t('in-flight.to', { codes: successors.join(', ') }),
    why: isKey(why) ? t(why) : reason,
  })}`;
}

function linesOf(
  call: Call,
  found: readonly InFlight[],
  isWaived: (key: string) => boolean,
  day: string,
): string[] {
  const { t, lang } = call;
  if (found.length === 0) return [t('in-flight.none', { day })];
  const count = (items: readonly InFlight[]) => countIn(lang, items.length);
  const left = found.filter(({ key }) => !isWaived(key));
  return [
    t('in-flight.count', {
      day,
      count: count(found),
      waived: countIn(lang, found.length - left.length),
    }),
    ...IN_FLIGHT_ACTIONS.map(
      (what) =>
        `  ${t(`in-flight.what.${what}`)} [${what}]: ${count(found.filter((one) => one.what === what))}`,
    ),
    ...(left.length === 0 ? [] : ['', ...left.slice(0, maxShown).map((one) => lineOf(call, one))]),
    ...(left.length > maxShown
      ? [`  ${t('in-flight.more', { count: countIn(lang, left.length - maxShown) })}`]
      : []),
  ];
}

async function writeBoth(call: Call, dir: string, csv: string, json: unknown): Promise<void> {
  const folder = await call.host.folder(dir);
  const encoder = new TextEncoder();
  await folder.put('in-flight.csv', encoder.encode(csv));
  await folder.put('in-flight.json', encoder.encode(`${JSON.stringify(json, null, 2)}\n`));
}

async function listInFlight(call: Call): Promise<Reply> {
  const { host, t, lang } = call;
  const config = call.text('codes');
  if (config === undefined)
    throw new ThongSuotError(
      'codes-needed',
      'user',
      'documents in-flight needs --codes CONFIG: which codes are closed stands in the lists of codes.yaml',
    );
  const codes = await readCodes(host, config);
  const day = dayFlag(call, 'at') ?? codes.config.asOf;
  const router = createRouter(codes);
  const index = await scanFolderOf(call, call.args[0] ?? '');
  const found = inFlight(index, router, day);
  const waivers = new Waived(codes.waivers, day);
  const isWaived = (key: string): boolean => waivers.has(IN_FLIGHT_CHECK, key);
  const unreadable = index.unreadable.filter((one) => !isWaived(documentFindingKey(one)));
  const documents = index.packets.filter(({ kind }) => kind === 'document').length;
  const counts = {
    documents,
    statuses: index.packets.length - documents,
    unreadable: index.unreadable.length,
  };
  const json = {
    ...counts,
    unreadableFiles: index.unreadable,
    ...inFlightDocument(found, day, isWaived, await listDigests(codes)),
  };
  const dir = call.text('write');
  if (dir !== undefined) await writeBoth(call, dir, inFlightCsv(found, index.unreadable), json);
  const left = found.some(({ key }) => !isWaived(key));
  const lines = [
    t('in-flight.covered', {
      documents: countIn(lang, counts.documents),
      statuses: countIn(lang, counts.statuses),
      unreadable: countIn(lang, counts.unreadable),
    }),
    // What can't be read may be on its way to anybody.
    ...unreadable
      .slice(0, maxShown)
      .map(({ path, detail }) => `  ${t('in-flight.unreadable', { path, why: detail })}`),
    ...(unreadable.length > maxShown
      ? [`  ${t('in-flight.more', { count: countIn(lang, unreadable.length - maxShown) })}`]
      : []),
    ...linesOf(call, found, isWaived, day),
    ...(dir === undefined ? [] : [t('in-flight.written', { path: host.show(under(dir, 'in-flight.csv')) })]),
    ...(left || unreadable.length > 0 ? [t('in-flight.next')] : []),
  ];
  return {
    exit: left || unreadable.length > 0 ? 1 : 0,
    json,
    text: `${lines.map(oneLine).join('\n')}\n`,
  };
}

export const documentsInFlight: Command = {
  name: 'documents in-flight',
  args: 'FOLDER',
  minArgs: 1,
  maxArgs: 1,
  help: 'help.documents-in-flight',
  flags: {
    codes: { kind: 'text', value: 'CONFIG', help: 'flag.codes-needed' },
    at: { kind: 'text', value: 'DAY', help: 'flag.at-day' },
    write: { kind: 'text', value: 'DIR', help: 'flag.in-flight-write' },
  },
  examples: [
    'thong-suot documents in-flight vinh-long/packets --codes vinh-long/codes.yaml --at 2025-07-01',
    'thong-suot documents in-flight packets --codes codes.yaml --write out/in-flight',
  ],
  run: listInFlight,
};
