import { ROUTE_ACTIONS } from '../../agencies/routing.ts';
import { ROUTES_FROM, type RouteInterval, routingTable } from '../../agencies/routing-table.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import { countIn } from '../../report/text.ts';
import { readCodes } from '../codes/codes-files.ts';
import { dayFlag } from '../codes/day-flag.ts';
import { routesCsv, routesDocument, routesJson } from '../codes/routes-file.ts';
import type { Call, Command, Reply } from '../command.ts';
import { folderOf } from '../user-files.ts';

/** How many codes have which answer on a day. */
function answersOn(table: readonly RouteInterval[], day: string): Readonly<Record<string, number>> {
  const current = table.filter((one) => one.from <= day && (one.through === '' || day <= one.through));
  return Object.fromEntries(
    ROUTE_ACTIONS.map((action) => [action, current.filter((one) => one.action === action).length]),
  );
}

type Form = 'csv' | 'json';

function formOf(path: string): Form {
  const form = /\.(csv|json)$/i.exec(path)?.[1]?.toLowerCase();
  if (form === 'csv' || form === 'json') return form;
  throw new ThongSuotError('routes-form', 'user', `--write ${path}: the name must end in .csv or .json`, {
    file: path,
  });
}

async function writeTable(call: Call, path: string, text: string): Promise<void> {
  const folder = await call.host.folder(folderOf(path));
  await folder.put(path.replace(/^.*[/\\]/, ''), new TextEncoder().encode(text));
}

async function exportRoutes(call: Call): Promise<Reply> {
  const { host, t, lang } = call;
  const from = dayFlag(call, 'from') ?? ROUTES_FROM;
  const path = call.text('write');
  const form = path === undefined ? undefined : formOf(path);
  const { config, registry, succession, level1 } = await readCodes(host, call.args[0] ?? '');
  const table = [...routingTable({ registry, succession, level1 }, from)];
  const whole = () => routesDocument(table, config.province, from);
  if (path === undefined)
    return {
      exit: 0,
      // Only one of the two is printed, and each is large.
      get json() {
        return whole();
      },
      get text() {
        return routesCsv(table);
      },
    };
  await writeTable(call, path, form === 'csv' ? routesCsv(table) : routesJson(whole()));
  const day = [config.asOf, from].sort()[1] ?? from;
  const answers = answersOn(table, day);
  const codes = new Set(table.map(({ code }) => code)).size;
  const lines = [
    t('routes.written', {
      path: host.show(path),
      codes: countIn(lang, codes),
      rows: countIn(lang, table.length),
      from,
    }),
    t('routes.day', { day }),
    ...ROUTE_ACTIONS.map(
      (action) => `  ${t(`route.action.${action}`)} [${action}]: ${countIn(lang, answers[action] ?? 0)}`,
    ),
  ];
  return {
    exit: 0,
    json: { written: host.show(path), codes, rows: table.length, from, day, answers },
    text: `${lines.join('\n')}\n`,
  };
}

export const codesRoutes: Command = {
  name: 'codes routes',
  args: 'CONFIG',
  minArgs: 1,
  maxArgs: 1,
  help: 'help.codes-routes',
  flags: {
    write: { kind: 'text', value: 'FILE', help: 'flag.routes-write' },
    from: { kind: 'text', value: 'DAY', help: 'flag.routes-from' },
  },
  examples: [
    'thong-suot codes routes vinh-long/codes.yaml --write routes.json',
    'thong-suot codes routes vinh-long/codes.yaml --from 2025-07-01 | head',
  ],
  run: exportRoutes,
};
