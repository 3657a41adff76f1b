import type { Profile } from '../formats/profile.ts';
import type { Classes, ValueOf } from './classes.ts';
import type { Facts } from './decide.ts';
import type { ColumnNames } from './writing.ts';

/** The facts of a record from the values of its columns. */
export function factsOf(value: ValueOf, profile: Profile, classes: Classes, columns: ColumnNames): Facts {
  const of = (column: string | undefined) => (column === undefined ? '' : value(column));
  const { level, subject, procedure, finished, vintage } = classes;
  const vintages = vintage.classify(value);
  return {
    province: of(columns.province),
    district: of(columns.district),
    commune: of(columns.commune),
    communeName: of(columns.communeName),
    agency: of(columns.agency),
    level: level.classify(value),
    subject: subject.classify(value),
    procedure: procedure.classify(value),
    finished: finished.classify(value),
    unitVintage: vintages.units,
    agencyVintage: vintages.agency,
    archivedByStamp: vintages.archivedByStamp,
    missingKey: profile.key.find((name) => value(name) === ''),
  };
}
