import { axisScope, diffCodes } from '../../agencies/diff.ts';
import { ON_AXIS_CHECK, Waived } from '../../axis/waived.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import { diffCsv, differenceRecord, diffText } from '../codes/diff-text.ts';
import { writeFiles } from '../codes/listing.ts';
import { readAxis, readLocalCodes } from '../codes/local-codes.ts';
import type { Call, Command, Reply } from '../command.ts';
import { AS_OF, CSV, WRITE_DIR } from './flags.ts';

async function diff(call: Call): Promise<Reply> {
  const { host, t } = call;
  const [path = '', ...named] = call.args;
  const local = await readLocalCodes(call, path);
  const given = named.map((name) => ({ name, path: name }));
  const axis = await readAxis(host, given.length > 0 ? given : local.axisFiles);
  if (axis === undefined)
    throw new ThongSuotError(
      'no-axis-list',
      'user',
      `there is no axis list to compare with: name saved answers after ${path}, or as axisList in codes.yaml`,
      { file: path },
    );
  const { registry, day, onAxis, roots } = local;
  const scope = axisScope(registry, axis, roots);
  const waived = new Waived(local.waivers, day);
  const differences = diffCodes(registry, axis, { day, onAxis, roots }).map((one) => ({
    ...one,
    waived: waived.has(ON_AXIS_CHECK, one.key),
  }));
  const expired = waived.expiredOf(differences.map(({ key }) => ({ check: ON_AXIS_CHECK, key })));
  const open = differences.filter((one) => !one.waived).length;
  const document = (to: 'file' | 'print') => ({
    asOf: day,
    axisDigest: axis.digest,
    compared: scope.compared.length,
    others: scope.others,
    open,
    expiredWaivers: expired.map(({ key, expiry }) => ({ key, expiry })),
    problems: axis.problems,
    differences: differences.map((one) => differenceRecord(one, to)),
  });
  const folder = call.text('write');
  const written =
    folder === undefined
      ? []
      : await writeFiles(call, folder, {
          'diff.csv': diffCsv(differences, 'file'),
          'diff.json': `${JSON.stringify(document('file'), null, 2)}\n`,
        });
  const text = call.has('csv')
    ? diffCsv(differences, 'print')
    : diffText(call, day, scope, axis, differences, expired) +
      written.map((file) => `${t('codes.written', { path: file })}\n`).join('');
  return { exit: open === 0 ? 0 : 1, json: { ...document('print'), written }, text };
}

export const codesDiff: Command = {
  name: 'codes diff',
  args: 'LOCAL [AXIS…]',
  minArgs: 1,
  maxArgs: 100,
  help: 'help.codes-diff',
  flags: { 'as-of': AS_OF, csv: CSV, write: WRITE_DIR },
  examples: [
    'thong-suot codes diff vinh-long/codes.yaml',
    'thong-suot codes diff registry.csv axis-list.json axis-sync.json --as-of 2025-07-01 --write diff',
  ],
  run: diff,
};
