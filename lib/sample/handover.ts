import { HANDOVER_COLUMNS } from '../formats/tables.ts';
import { csvLine } from './byte-string.ts';
import type { SourceManifest } from './manifest.ts';
import type { Tally } from './tally.ts';

/** `handover.csv` of one source entry: what the old system's database says of each file. UTF-8 text. */
export function handoverCsv(
  files: readonly { manifest: SourceManifest; tally: Tally; name: string }[],
): string {
  const lines = [HANDOVER_COLUMNS.join(',')];
  for (const { manifest, tally, name } of files) {
    lines.push(
      csvLine([name, String(manifest.bytes), manifest.sha256, String(manifest.records), '', '', '']),
    );
    for (const [agency, status, count] of tally.attested())
      lines.push(csvLine([name, '', '', '', agency, status, String(count)]));
  }
  return `${lines.join('\n')}\n`;
}
