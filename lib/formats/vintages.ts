/** A vintage is the date of a code system (DESIGN, *Words*). A unit code without one means nothing. */
export const OLD_VINTAGE = '2025-06-30';
export const TARGET_VINTAGE = '2025-07-01';
export const VINTAGES = [OLD_VINTAGE, TARGET_VINTAGE] as const;
export type Vintage = (typeof VINTAGES)[number];

/** The four columns that mark a record as migrated, last and in this order. */
export const STAMP_COLUMNS = ['_record', '_rule', '_was', '_vintage'] as const;
/** The four columns appended to a held record. */
export const HELD_COLUMNS = ['_record', '_reason', '_column', '_candidates'] as const;
/** Names that a source may not bear, except as the stamp. */
export const RESERVED_COLUMNS = [...STAMP_COLUMNS, '_reason', '_column', '_candidates'] as const;
