export interface Check {
  readonly id: string;
  readonly severity: 'blocker' | 'listing';
  /** Whether a waiver may cover its findings: never where the outputs themselves would be wrong. */
  readonly waivable: boolean;
  readonly title: { readonly vi: string; readonly en: string };
  readonly why: { readonly vi: string; readonly en: string };
  /** What expected, seen and compared count. */
  readonly counts: { readonly vi: string; readonly en: string };
  /** What a profile or the batch must have for the check to apply: a role, `unit`, `number`, `manifest`, `waivers`, `registry`, `succession`, `axis-list`, `documents`, or `records` (always). */
  readonly needs: readonly string[];
  /** One SELECT of key, source, record, col, detail; per partition, per bucket of digests or once for the batch. */
  readonly partitionFindings: string | undefined;
  readonly bucketFindings: string | undefined;
  readonly batchFindings: string | undefined;
  /** One SELECT of expected, seen, compared. */
  readonly partitionCounts: string | undefined;
  /** Over all digests at hand, however many buckets they make. */
  readonly bucketCounts: string | undefined;
  readonly batchCounts: string | undefined;
}

/** Reads a check's file: a header of `-- field: value` lines, then sections `-- @partition|@bucket|@batch findings|counts`. */
export function parseCheck(file: string, text: string): Check {
  const [head = '', ...sections] = text.split(/^-- @/m);
  const fields = new Map<string, string>();
  for (const line of head.split('\n')) {
    const match = /^-- ([a-z.]+): (.+)$/.exec(line);
    if (match !== null) fields.set(match[1]!, match[2]!);
  }
  const field = (name: string): string => {
    const value = fields.get(name);
    if (value === undefined) throw new Error(`the check ${file} has no ${name}`);
    return value;
  };
  const section = (name: string): string | undefined =>
    sections
      .find((each) => each.startsWith(`${name}\n`))
      ?.slice(name.length + 1)
      .trim();
  const severity = field('severity');
  if (severity !== 'blocker' && severity !== 'listing') throw new Error(`the check ${file}: bad severity`);
  const waivable = field('waivable');
  if (waivable !== 'yes' && waivable !== 'no') throw new Error(`the check ${file}: bad waivable`);
  if (field('id') !== file) throw new Error(`the check ${file} calls itself ${field('id')}`);
  const check: Check = {
    id: file,
    severity,
    waivable: waivable === 'yes',
    title: { vi: field('title.vi'), en: field('title.en') },
    why: { vi: field('why.vi'), en: field('why.en') },
    counts: { vi: field('counts.vi'), en: field('counts.en') },
    needs: field('needs').split(' '),
    partitionFindings: section('partition findings'),
    bucketFindings: section('bucket findings'),
    batchFindings: section('batch findings'),
    partitionCounts: section('partition counts'),
    bucketCounts: section('bucket counts'),
    batchCounts: section('batch counts'),
  };
  if (
    (check.partitionFindings ?? check.bucketFindings ?? check.batchFindings) === undefined ||
    (check.partitionCounts ?? check.bucketCounts ?? check.batchCounts) === undefined
  )
    throw new Error(`the check ${file} lacks its findings or its counts`);
  return check;
}
