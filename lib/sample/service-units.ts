import { pad2 } from './byte-string.ts';
import type { OfficeBook } from './office-book.ts';
import type { Region } from './region.ts';

/** A kind of unit under a department, one for each district of the old province and some for the whole of it. */
interface Service {
  /** Number of the department; its units stand from `.21` on, so there are at most 79. */
  readonly department: number;
  readonly inDistrict: readonly string[];
  readonly inProvince: readonly string[];
  /** First number of what is moved under the new department. */
  readonly movedFrom: number;
}

const SERVICES: readonly Service[] = [
  {
    department: 10,
    inDistrict: ['Trường Trung học phổ thông số 1', 'Trường Trung học phổ thông số 2', 'Trung tâm Giáo dục thường xuyên'],
    inProvince: ['Trường Trung học phổ thông chuyên', 'Trường Phổ thông dân tộc nội trú'],
    movedFrom: 601,
  },
  {
    department: 11,
    inDistrict: ['Trung tâm Y tế', 'Bệnh viện đa khoa khu vực'],
    inProvince: ['Bệnh viện đa khoa tỉnh', 'Bệnh viện Y học cổ truyền', 'Trung tâm Kiểm soát bệnh tật'],
    movedFrom: 601,
  },
  {
    department: 7,
    inDistrict: ['Hạt Kiểm lâm', 'Trạm Chăn nuôi và Thú y'],
    inProvince: ['Trung tâm Khuyến nông', 'Chi cục Thủy lợi'],
    movedFrom: 601,
  },
  { department: 14, inDistrict: ['Thư viện'], inProvince: ['Bảo tàng', 'Nhà hát'], movedFrom: 601 },
]; // biome-ignore format: a table

/**
 * Schools, hospitals and stations under the departments: no record of the sample names them, but the province's lists
 * of agencies do. In the surviving province they keep their codes; the others get new ones of three digits.
 */
export function addServiceUnits(book: OfficeBook, region: Region): void {
  const targetRoot = region.target.root;
  for (const { department, inDistrict, inProvince, movedFrom } of SERVICES) {
    let moved = 0;
    for (const province of region.provinces) {
      const names = [
        ...province.districts.flatMap((district) => inDistrict.map((unit) => `${unit} ${district.name}`)),
        ...inProvince,
      ].slice(0, 79);
      names.forEach((name, at) => {
        const office = book.add({
          code: `${province.root}.${pad2(department)}.${21 + at}`,
          name: `${name} (${province.name})`,
          rule: { kind: 'fixed', competent: province.root !== targetRoot },
        });
        if (province.root === targetRoot) book.row(office, { disposition: 'keep' });
        else {
          book.row(office, {
            disposition: 'remap',
            new_code: `${targetRoot}.${pad2(department)}.${movedFrom + moved}`,
          });
          moved++;
        }
      });
    }
  }
}
