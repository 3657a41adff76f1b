import { atSuccession, type CodeRule, type Found } from '../check-rule.ts';
import { goingOn } from '../succession-check.ts';
import { circularCodes } from '../succession-cycles.ts';

export const successionCycle: CodeRule = {
  id: 'succession-cycle',
  severity: 'blocker',
  needs: 'succession',
  title: {
    vi: 'Các mã kế thừa nhau theo vòng tròn',
    en: 'Codes succeed each other in a circle',
  },
  why: {
    vi: 'Tiêu chí D: không chuỗi, không vòng; trong vòng tròn văn bản không bao giờ đến nơi và bị giữ lại (loop)',
    en: 'Criterion D: no chain, no cycle; in a circle a letter never arrives and is held (loop)',
  },
  *find(_context, { inForce, rowsOf }): Generator<Found> {
    for (const [code, circle] of circularCodes(goingOn(inForce))) {
      const item = rowsOf(code)[0];
      if (code === circle[0] && item !== undefined) yield atSuccession(item, { related: circle.slice(1) });
    }
  },
};
