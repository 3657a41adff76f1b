import { checkCodes } from '../../agencies/check-codes.ts';
import { Conversions } from '../../agencies/conversion.ts';
import { Waived } from '../../axis/waived.ts';
import { checkCsv, checkText } from '../codes/check-text.ts';
import { writeFiles } from '../codes/listing.ts';
import { readAxis, readLocalCodes } from '../codes/local-codes.ts';
import type { Call, Command, Reply } from '../command.ts';
import { AS_OF, CSV, WRITE_DIR } from './flags.ts';

async function check(call: Call): Promise<Reply> {
  const { host, t } = call;
  const local = await readLocalCodes(call, call.args[0] ?? '');
  const axis = await readAxis(host, local.axisFiles);
  const units = await host.engines.units(host.data);
  const result = checkCodes({
    registry: local.registry,
    succession: local.succession,
    level1: local.level1,
    conversions: new Conversions(local.conversions, axis),
    day: local.day,
    isCommune: (code) => units.newCommune(code) !== undefined,
  });
  const waived = new Waived(local.waivers, local.day);
  const findings = result.findings.map((one) => ({ ...one, waived: waived.has(one.rule, one.key) }));
  const expired = waived.expiredOf(findings.map(({ rule, key }) => ({ check: rule, key })));
  const open = findings.filter((one) => one.severity === 'blocker' && !one.waived).length;
  const folder = call.text('write');
  const written =
    folder === undefined ? [] : await writeFiles(call, folder, { 'check.csv': checkCsv(findings) });
  const text = call.has('csv')
    ? checkCsv(findings)
    : checkText(call, local, result, findings, expired) +
      written.map((path) => `${t('codes.written', { path })}\n`).join('');
  return {
    exit: open === 0 ? 0 : 1,
    json: {
      asOf: local.day,
      rows: local.registry.entries.length,
      ran: result.ran,
      notRun: result.notRun,
      blockers: open,
      expiredWaivers: expired.map(({ check: rule, key, expiry }) => ({ check: rule, key, expiry })),
      findings,
      written,
    },
    text,
  };
}

export const codesCheck: Command = {
  name: 'codes check',
  args: 'CONFIG',
  minArgs: 1,
  maxArgs: 1,
  help: 'help.codes-check',
  flags: { 'as-of': AS_OF, csv: CSV, write: WRITE_DIR },
  examples: [
    'thong-suot codes check vinh-long/codes.yaml',
    'thong-suot codes check registry.csv --as-of 2025-07-01 --csv > check.csv',
  ],
  run: check,
};
