import { atSuccession, type CodeRule, type Found } from '../check-rule.ts';

export const successorMissing: CodeRule = {
  id: 'successor-missing',
  severity: 'blocker',
  needs: 'succession',
  title: {
    vi: 'Mã kế thừa không có trong danh mục',
    en: 'A successor is not in the registry',
  },
  why: {
    vi: 'Đích phải tồn tại (tiêu chí E): chuyển tiếp đến mã không có thì trục trả lỗi 18, “đơn vị nhận không tồn tại”',
    en: 'The target must exist (criterion E): forwarded to a code that is not there, the axis answers 18, “receiving unit does not exist”',
  },
  *find({ registry }, { inForce }): Generator<Found> {
    for (const item of inForce) {
      const { old_code, new_code } = item.row;
      if (new_code === '') continue;
      if (registry.byCode(new_code).length + registry.byCode102(new_code).length === 0)
        yield atSuccession(item, { key: `${old_code}|${new_code}`, related: [new_code] });
    }
  },
};
