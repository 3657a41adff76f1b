import { OLD_VINTAGE, TARGET_VINTAGE } from '../../formats/vintages.ts';
import type { Named, Step, UnitFacts } from '../../units/lookup.ts';
import { lookupUnit } from '../../units/lookup.ts';
import type { Units } from '../../units/units.ts';
import type { Translate } from '../lang.ts';
import { citationOf, type Match } from './match.ts';

const both = ({ code, name }: Named): string => `${code} ${name}`.trim();
const plain = ({ code, name }: Named): { code: string; name: string } => ({ code, name });

/** `Quận Ba Đình (001)` and so on, the smallest first. */
function within(t: Translate, ...places: readonly Named[]): string {
  return t('lookup.in', { places: places.map(({ code, name }) => `${name} (${code})`).join(', ') });
}

/** The share of the people matters only where a unit was divided and its relation does not say it already. */
function peopleOf({ relation, people }: Step, t: Translate): string {
  if (relation !== 'split_part' && relation !== 'split_remainder') return '';
  return t(people === '' ? 'people.some' : `people.${people}`);
}

function stepLines(key: 'lookup.to' | 'lookup.from', step: Step, t: Translate): string[] {
  const { other, otherProvince, relation, citation, note, correction } = step;
  const line = t(key, {
    ...plain(other),
    province: both({ code: otherProvince.name, name: `(${otherProvince.code})` }),
    relation: `${t(`relation.${relation}`)} [${relation}]`,
    people: peopleOf(step, t),
    citation: citationOf(citation, t),
  });
  return [
    line,
    ...(note === '' ? [] : [t('lookup.note', { text: note })]),
    ...(correction === '' ? [] : [t('lookup.correction', { text: correction })]),
  ];
}

function amendedLines(
  unit: NonNullable<UnitFacts['new'] | UnitFacts['newProvince']>,
  t: Translate,
): string[] {
  const { amendedName, amendedFrom, amendResolution } = unit;
  if (amendedName === '') return [];
  const citation = citationOf({ resolution: amendResolution, clause: '' }, t);
  return [t('lookup.amended', { from: amendedFrom, name: amendedName, citation })];
}

function retired({ retired: unit }: UnitFacts, t: Translate): Match[] {
  if (unit === undefined) return [];
  const confidence = `${t(`confidence.${unit.confidence}`)} [${unit.confidence}]`;
  return [
    {
      kind: 'retired-commune',
      vintage: unit.retiredOn,
      json: { ...unit },
      lines: [
        t('lookup.retired', { on: unit.retiredOn, name: unit.name, confidence }),
        within(t, unit.district, unit.province),
        ...unit.successorsOld.map((to) => t('lookup.then', plain(to))),
        ...unit.candidates.map((to) =>
          t(
            unit.confidence === 'high' && unit.candidates.length === 1
              ? 'lookup.to-plain'
              : 'lookup.candidate',
            plain(to),
          ),
        ),
      ],
    },
  ];
}

function retiredParents({ retiredDistrict, retiredProvince }: UnitFacts, t: Translate): Match[] {
  const match = (kind: 'district' | 'province', unit: UnitFacts['retiredDistrict']): Match[] => {
    if (unit === undefined) return [];
    const lines = [
      t('lookup.retired-parent', { kind: t(`kind.${kind}`), name: unit.name }),
      ...unit.communes.map((commune) => t('lookup.had', plain(commune))),
    ];
    return [{ kind: `retired-${kind}`, vintage: '', json: { ...unit }, lines }];
  };
  return [...match('district', retiredDistrict), ...match('province', retiredProvince)];
}

function oldCommune({ old }: UnitFacts, t: Translate): Match[] {
  if (old === undefined) return [];
  const { kind, ...unit } = old;
  return [
    {
      kind: 'old-commune',
      vintage: OLD_VINTAGE,
      json: { ...unit, unitKind: kind },
      lines: [
        t('lookup.at', { kind: t(`kind.${kind}`), name: unit.name }),
        within(t, unit.district, unit.province),
        ...(unit.variants.length === 0 ? [] : [t('lookup.variants', { names: unit.variants.join(', ') })]),
        ...unit.successors.flatMap((step) => stepLines('lookup.to', step, t)),
      ],
    },
  ];
}

function newCommune({ new: unit }: UnitFacts, t: Translate): Match[] {
  if (unit === undefined) return [];
  return [
    {
      kind: 'new-commune',
      vintage: TARGET_VINTAGE,
      json: { ...unit },
      lines: [
        t('lookup.new-commune', { name: unit.name, citation: citationOf(unit.citation, t) }),
        within(t, unit.province),
        ...amendedLines(unit, t),
        ...unit.predecessors.flatMap((step) => stepLines('lookup.from', step, t)),
      ],
    },
  ];
}

function oldDistrict({ oldDistrict: unit }: UnitFacts, t: Translate): Match[] {
  if (unit === undefined) return [];
  return [
    {
      kind: 'old-district',
      vintage: OLD_VINTAGE,
      json: { ...unit },
      lines: [
        t('lookup.at', { kind: t('kind.district'), name: unit.name }),
        within(t, unit.province),
        ...unit.successors.map((to) => t('lookup.to-plain', plain(to))),
      ],
    },
  ];
}

function provinces({ oldProvince, newProvince }: UnitFacts, t: Translate): Match[] {
  const matches: Match[] = [];
  if (oldProvince !== undefined)
    matches.push({
      kind: 'old-province',
      vintage: OLD_VINTAGE,
      json: { ...oldProvince },
      lines: [
        t('lookup.at', { kind: t('kind.province'), name: oldProvince.name }),
        t('lookup.to-province', {
          ...plain(oldProvince.successor),
          citation: citationOf(oldProvince.citation, t),
        }),
      ],
    });
  if (newProvince !== undefined)
    matches.push({
      kind: 'new-province',
      vintage: TARGET_VINTAGE,
      json: { ...newProvince },
      lines: [
        t('lookup.new-province', {
          name: newProvince.name,
          citation: citationOf(newProvince.citation, t),
        }),
        ...amendedLines(newProvince, t),
        ...newProvince.predecessors.map((from) => t('lookup.from-plain', plain(from))),
      ],
    });
  return matches;
}

/** What a unit code means, at every vintage at which it means something: the oldest first. */
export function unitMatches(units: Units, code: string, t: Translate): Match[] {
  const facts = lookupUnit(units, code);
  if (facts === undefined) return [];
  return [retired, retiredParents, oldCommune, newCommune, oldDistrict, provinces].flatMap((part) =>
    part(facts, t),
  );
}
