/** What a part adds to the batch: by record, and by digest. */
export const SUMS = [
  'finding',
  'tally_part',
  'located_part',
  'target_part',
  'district_part',
  'commune_part',
  'handover_part',
  'source_part',
] as const;
export const DIGESTS = ['key_seen', 'key_suffix', 'number_seen', 'link_seen'] as const;
