import type { Decision, Explanation, Facts, NewUnits } from '../../batch/explain.ts';
import { showUnseen } from '../../report/html.ts';
import { countIn } from '../../report/text.ts';
import { OUTCOME_WORDS } from '../../report/words.ts';
import type { Call } from '../command.ts';
import { isKey } from '../lang.ts';
import { rowText } from '../lookup/agencies.ts';
import { citationOf } from '../lookup/match.ts';
import type { Account, ToldReason } from './account.ts';
import type { Background } from './background.ts';
import { isUnitRole, nameOfCode, newName } from './names.ts';
import { showBytes, showLines } from './show-bytes.ts';

const indent = (lines: readonly string[], by = '  '): string[] => lines.map((line) => `${by}${line}`);

function reasonLines({ t, lang }: Call, reason: ToldReason): string[] {
  const { code, column, candidates, list } = reason;
  const where = column === '' ? '' : `, ${t('explain.column', { column })}`;
  return [
    `${lang === 'vi' ? reason.vi : reason.en} [${code}]${where}`,
    ...(candidates.length === 0 ? [] : indent([t('explain.candidates')])),
    ...indent(
      candidates.map((one) => `${one.code} ${one.name}`.trim()),
      '    ',
    ),
    ...(list.length === 0 ? [] : indent([t('explain.list')])),
    ...indent(
      list.map(({ number, row }) => t('explain.row', { row: number, what: rowText(row, t) })),
      '    ',
    ),
    ...indent([t('explain.do', { what: lang === 'vi' ? reason.doVi : reason.doEn })]),
  ];
}

/** `RULE@CITATION`, as it stands in `_rule`, in words. */
function ruleLine({ t }: Call, text: string): string {
  const at = text.indexOf('@');
  const rule = text.slice(0, at);
  const basis = text.slice(at + 1);
  const key = [`relation.${rule}`, `rule.${rule}`, `disposition.${rule}`].find(isKey);
  const [resolution = '', clause = ''] = basis.split('#');
  const isResolution = /^\d+\/(?:NQ-UBTVQH\d+|\d{4}\/QH\d+)$/.test(resolution);
  return t('explain.rule', {
    rule: key === undefined ? rule : `${t(key)} [${rule}]`,
    citation: basis === '' ? '–' : isResolution ? citationOf({ resolution, clause }, t) : basis,
  });
}

function unitText({ province, commune, communeName }: NewUnits, { units, asOf }: Background): string {
  const places = [
    ...(commune === '' ? [] : [`${commune} ${communeName}`]),
    `${province} ${newName(units, province, asOf)}`,
  ];
  return places.join(', ');
}

function migratedLines(
  call: Call,
  decision: Decision & { outcome: 'migrated' },
  facts: Facts,
  background: Background,
): string[] {
  const { t } = call;
  const { units, agency } = decision;
  const lines: string[] = [];
  if (units !== undefined && units.rule !== '')
    lines.push(
      t('explain.units', { units: unitText(units, background) }),
      ...indent([ruleLine(call, units.rule)]),
    );
  if (agency !== undefined) {
    const blank = t('explain.blank');
    const ends = { was: facts.agency || blank, code: agency.code || blank };
    lines.push(t('explain.agency', ends), ...indent([ruleLine(call, agency.rule)]));
  }
  return lines;
}

function whyLines(call: Call, found: Explanation, account: Account, background: Background): string[] {
  const { t } = call;
  const { decision, facts } = found.description;
  if (account.reasons.length > 0) return account.reasons.flatMap((reason) => reasonLines(call, reason));
  const lines =
    decision?.outcome === 'migrated' && facts !== undefined
      ? migratedLines(call, decision, facts, background)
      : [t('explain.already')];
  return [...lines, t('explain.do-nothing')];
}

function valueLines({ t }: Call, found: Explanation, { profile, units }: Background): string[] {
  const { values, facts } = found.description;
  const claimed = facts?.unitVintage ?? 'unknown';
  return values.map(({ column, value }) => {
    const role = profile.columns[column]?.role;
    const name = nameOfCode(units, role, value, claimed);
    const unknown = isUnitRole(role) && value !== '' && name === '' ? t('explain.unknown-code') : name;
    const beside = unknown === undefined || unknown === '' ? '' : ` (${unknown})`;
    const shown = value === '' ? t('explain.blank') : showLines(value).replace(/\n/g, '');
    return `${showUnseen(column)} = ${shown}${beside}`;
  });
}

function factLines({ t }: Call, facts: Facts, { profile }: Background): string[] {
  const { level, subject, unitVintage, agencyVintage, procedure, finished, archivedByStamp } = facts;
  const when = (vintage: string) => (vintage === 'unknown' ? t('explain.vintage-unknown') : vintage);
  return [
    t('explain.level', { level: t(`level.${level}`) }),
    t('explain.subject', { subject: t(`subject.${subject}`) }),
    t('explain.vintages', { units: when(unitVintage), agency: when(agencyVintage) }),
    ...(procedure === '' ? [] : [t('explain.procedure', { procedure: showUnseen(procedure) })]),
    t(
      profile.status === undefined
        ? 'explain.no-status'
        : finished
          ? 'explain.finished'
          : 'explain.unfinished',
    ),
    ...(archivedByStamp ? [t('explain.archived')] : []),
  ];
}

/** Why a record ended where it did, for a person who may see its values. */
export function explanationText(
  call: Call,
  found: Explanation,
  account: Account,
  background: Background,
): string {
  const { t, lang } = call;
  const { source, file, chunk, bytes, description } = found;
  const { number, offset, facts } = description;
  const place = { number, file, chunk, offset, end: offset + bytes.length, bytes: bytes.length };
  const values = valueLines(call, found, background);
  return [
    t('explain.head', { source, number, outcome: OUTCOME_WORDS[account.outcome][lang] }),
    t('explain.place', place),
    t('explain.output', { path: account.output }),
    t('explain.why'),
    ...indent(whyLines(call, found, account, background)).map(showUnseen),
    ...(values.length === 0 ? [] : [t('explain.values'), ...indent(values)]),
    ...(facts === undefined ? [] : [t('explain.facts'), ...indent(factLines(call, facts, background))]),
    t('explain.bytes'),
    showBytes(bytes, (count) => t('explain.omitted', { count: countIn(lang, count) })),
    '',
  ].join('\n');
}
