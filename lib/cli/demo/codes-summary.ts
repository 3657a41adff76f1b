import { checkCodes } from '../../agencies/check-codes.ts';
import { Conversions } from '../../agencies/conversion.ts';
import { DIFFERENCE_CATEGORIES, diffCodes } from '../../agencies/diff.ts';
import { createRouter } from '../../agencies/router.ts';
import { inFlight } from '../../documents/in-flight.ts';
import { IN_FLIGHT_ACTIONS } from '../../formats/document-tables.ts';
import { countIn } from '../../report/text.ts';
import { type LocalCodes, readAxis, readLocalCodes } from '../codes/local-codes.ts';
import type { Call } from '../command.ts';
import { scanFolderOf } from '../documents/scan-folder.ts';
import { under } from '../user-files.ts';

/** How often each name occurs; every one of `names` has its count. */
function countsOf<T extends string>(names: readonly T[], seen: readonly T[]): Record<T, number> {
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<T, number>;
  for (const name of seen) counts[name]++;
  return counts;
}

/** What the commands `codes check` and `codes diff` find, counted. */
async function countCodes(call: Call, local: LocalCodes) {
  const { host } = call;
  const axis = await readAxis(host, local.axisFiles);
  const units = await host.engines.units(host.data);
  const { registry, succession, level1, day, onAxis, roots } = local;
  const { findings } = checkCodes({
    registry,
    succession,
    level1,
    conversions: new Conversions(local.conversions, axis),
    day,
    isCommune: (code) => units.newCommune(code) !== undefined,
  });
  const differences = axis === undefined ? [] : diffCodes(registry, axis, { day, onAxis, roots });
  const blockers = findings.filter(({ severity }) => severity === 'blocker').length;
  return {
    rows: registry.entries.length,
    blockers,
    listed: findings.length - blockers,
    differences: differences.length,
    byCategory: countsOf(
      DIFFERENCE_CATEGORIES,
      differences.map(({ category }) => category),
    ),
  };
}

/** What the command `documents in-flight` finds, counted. */
async function countDocuments(call: Call, local: LocalCodes, folder: string) {
  const index = await scanFolderOf(call, folder);
  const { registry, succession = [], level1, day } = local;
  const found = inFlight(index, createRouter({ registry, succession, level1 }), day);
  return {
    packets: index.packets.length,
    unreadable: index.unreadable.length,
    inFlight: found.length,
    byAction: countsOf(
      IN_FLIGHT_ACTIONS,
      found.map(({ what }) => what),
    ),
  };
}

/**
 * The sample's agency codes and documents in a few lines, each with the command that shows all of it. `place` is the
 * sample's folder.
 */
export async function codesSummary(
  call: Call,
  place: string,
): Promise<{ lines: string[]; json: Record<string, unknown> }> {
  const { host, t, lang } = call;
  const config = under(place, 'agencies/codes.yaml');
  const folder = under(place, 'documents');
  const local = await readLocalCodes(call, config);
  const codes = await countCodes(call, local);
  const documents = await countDocuments(call, local, folder);
  const shown = (counts: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, countIn(lang, count)]));
  const { byCategory, ...whole } = codes;
  const { byAction, ...packets } = documents;
  const shownConfig = host.show(config);
  const look = (command: string) => `  ${t('demo.look', { command: `thong-suot ${command}` })}`;
  return {
    lines: [
      '',
      t('demo.codes', { ...shown(whole), day: local.day }),
      look(`codes check ${shownConfig}`),
      t('demo.diff', { ...shown(whole), ...shown(byCategory) }),
      look(`codes diff ${shownConfig}`),
      t('demo.documents', {
        ...shown(packets),
        ...shown(byAction),
        late: countIn(lang, byAction['accept-late']),
      }),
      look(`documents in-flight ${host.show(folder)} --codes ${shownConfig}`),
      '',
    ],
    json: { codes, documents },
  };
}
