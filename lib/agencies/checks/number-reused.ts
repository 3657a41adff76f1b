import { atRow, type CodeRule, type Found } from '../check-rule.ts';

export const numberReused: CodeRule = {
  id: 'number-reused',
  severity: 'blocker',
  needs: 'succession',
  title: {
    vi: 'Số của cơ quan cũ được cấp lại cho cơ quan khác',
    en: 'An old office’s number was given to another office',
  },
  why: {
    vi: 'Như H05.34: mã cũ kết thúc và chính mã đó là mã mới của cơ quan khác. Văn bản gửi cơ quan cũ sẽ giao cho cơ quan mới mà không ai biết. Cấp số khác, hoặc có người chấp nhận đích danh (quyết định của tỉnh theo QĐ 20/2020/QĐ-TTg)',
    en: 'As with H05.34: the old code ends, and the same string is another office’s new code. Letters for the old office are delivered to the new one and nobody notices. Give another number, or a named person accepts it (the province’s decision under QĐ 20/2020/QĐ-TTg)',
  },
  *find({ settled, old }, { rowsOf, inForce }): Generator<Found> {
    const givenTo = new Map(
      inForce
        .filter(({ row }) => row.new_code !== row.old_code)
        .map(({ row }) => [row.new_code, row.old_code]),
    );
    for (const entry of settled) {
      const { code } = entry.row;
      const from = givenTo.get(code);
      const rows = rowsOf(code);
      if (from === undefined || rows.length === 0 || !old.has(code)) continue;
      // It goes on as itself, alone or as a part of its split.
      if (rows.some(({ row }) => row.disposition === 'keep' || row.new_code === code)) continue;
      yield atRow(entry, { related: [from], detail: rows[0]?.row.disposition ?? '' });
    }
  },
};
