import type { ObjectStore } from '../../ports/object-store.ts';
import type { FrameFormat } from '../framing/format.ts';
import { Framer } from '../framing/framer.ts';
import { Window } from '../framing/window.ts';
import { CsvReader } from './csv-reader.ts';
import { NO_COLUMNS } from './layout.ts';

const comma: FrameFormat = { format: 'csv', delimiter: 0x2c, quote: 0x22, maxRecordBytes: 1024 * 1024 };
/** One row of a table that the migration wrote: its line (1 = the first after the header) and values, or null where it can't be read. */
export interface TableRow {
  readonly line: number;
  readonly values: readonly string[] | null;
}

/** Reads a comma-separated table of any length; the first row given is the header (line 0). */
export async function* readRows(store: ObjectStore, path: string, size: number): AsyncGenerator<TableRow> {
  const window = new Window(store, path, 0, size);
  const framer = new Framer(window, comma);
  const cells = new CsvReader(NO_COLUMNS, [], false, comma.quote);
  try {
    for (let line = 0; ; ) {
      const state = framer.next();
      if (state === 'end') return;
      if (state === 'more') {
        await framer.refill();
        continue;
      }
      const { frame } = framer;
      cells.read(window.bytes, frame);
      if (cells.fault !== '') yield { line, values: null };
      else {
        const values: string[] = [];
        for (let field = 0; field < frame.fields; field++) {
          cells.decode(window.bytes, frame.starts[field]!, frame.ends[field]!);
          values.push(Buffer.from(cells.value.subarray(cells.valueStart, cells.valueEnd)).toString('utf8'));
        }
        yield { line, values };
      }
      line++;
    }
  } finally {
    await window.close();
  }
}
