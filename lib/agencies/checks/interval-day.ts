import { atRow, type CodeRule, type Found } from '../check-rule.ts';
import { isRealDay } from '../routing-days.ts';

export const intervalDay: CodeRule = {
  id: 'interval-day',
  severity: 'blocker',
  needs: 'registry',
  title: { vi: 'Ngày không có trong lịch', en: 'A day that the calendar does not have' },
  why: {
    vi: 'Văn bản nguồn có cả ngày không tồn tại (“31/06/2023”): so ngày như chuỗi thì mã vẫn có hiệu lực, sai một ngày là sai nơi nhận. Đối chiếu lại với quyết định',
    en: 'Published sources do hold impossible days (“31/06/2023”): compared as strings the code is valid all the same, and one day off is a wrong receiver. Compare with the decision',
  },
  *find({ registry }): Generator<Found> {
    for (const entry of registry.entries)
      for (const column of ['valid_from', 'valid_to'] as const) {
        const day = entry.row[column];
        if (day !== '' && !isRealDay(day))
          yield atRow(entry, { key: `${entry.row.code}|${column}|${day}`, detail: `${column} ${day}` });
      }
  },
};
