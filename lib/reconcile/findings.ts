import { createHash } from 'node:crypto';
import { FINDING_COLUMNS } from '../formats/reconciliation.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Database } from './engine/database.ts';
import { unescapeText } from './ingest/escape.ts';

/** A cell of a file made for people: quoted where CSV needs it, never a formula. */
function cell(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Writes all findings of a check, sorted, as `findings/CHECK.csv`; null when there are none. */
export async function writeFindings(
  database: Database,
  out: ObjectStore,
  check: string,
  count: number,
): Promise<{ path: string; bytes: number; sha256: string } | null> {
  const path = `findings/${check}.csv`;
  if (count === 0) {
    if ((await out.size(path)) !== undefined) await out.delete(path);
    return null;
  }
  const digest = createHash('sha256');
  let bytes = 0;
  async function* content(): AsyncGenerator<Uint8Array> {
    const piece = (text: string): Uint8Array => {
      const part = Buffer.from(text);
      digest.update(part);
      bytes += part.length;
      return part;
    };
    yield piece(`${FINDING_COLUMNS.join(',')}\n`);
    for await (const rows of database.stream(
      `SELECT key, source, record::VARCHAR AS record, col, detail FROM finding WHERE check_id = $check
       ORDER BY source, finding.record, key, col, detail`,
      { check },
    ))
      yield piece(
        rows
          .map((row) =>
            [row.key, row.source, row.record === '0' ? '' : row.record, row.col, row.detail]
              .map((value) => cell(unescapeText(String(value)).toString('utf8')))
              .join(','),
          )
          .join('\n')
          .concat('\n'),
      );
  }
  await out.put(path, content());
  return { path, bytes, sha256: digest.digest('hex') };
}
