import { atSuccession, type CodeRule, type Found } from '../check-rule.ts';
import { isLive } from '../registry.ts';

export const successorDead: CodeRule = {
  id: 'successor-dead',
  severity: 'blocker',
  needs: 'succession',
  title: {
    vi: 'Mã kế thừa không hoạt động trong ngày xét',
    en: 'A successor is not live on the day',
  },
  why: {
    vi: 'Không đích nào được là mã đã đóng (tiêu chí D, E): văn bản chuyển tiếp sẽ bị trục trả lại với lỗi 23, “đơn vị nhận bị khóa”',
    en: 'No target may itself be closed (criteria D and E): the axis would return what is forwarded with error 23, “receiving unit locked”',
  },
  *find({ registry, day }, { inForce }): Generator<Found> {
    for (const item of inForce) {
      const { old_code, new_code } = item.row;
      if (new_code === '') continue;
      const rows = [...registry.byCode(new_code), ...registry.byCode102(new_code)];
      if (rows.length === 0) continue; // successor-missing
      const counts = registry.on(new_code, day);
      if (counts === undefined || !isLive(counts.row, day))
        yield atSuccession(item, {
          key: `${old_code}|${new_code}`,
          related: [new_code],
          detail: counts === undefined ? 'not valid on the day' : `state ${counts.row.state}`,
        });
    }
  },
};
