import type { RegistryRow } from '../formats/registry-table.ts';
import type { SuccessionRow } from '../formats/tables.ts';
import { code102Of, newCodes } from './office-book.ts';
import type { Office } from './offices.ts';
import type { OldProvince, Region } from './region.ts';
import { FIRST_NEW_DAY, newRow, oldRow } from './registry-rows.ts';

/** A finding that a check must make, by the check's id and the finding's key. */
export interface ExpectedFinding {
  readonly check: string;
  readonly key: string;
}

/** Codes whose letters go nowhere in particular, each for a reason of its own: documents are sent to them. */
export interface OddCodes {
  readonly annulled: string;
  readonly undisposed: string;
  readonly notYet: string;
}

const BASIS = 'Quyết định 1502/QĐ-UBND (mẫu)';
/** Level-2 numbers from here on are nobody's: departments end at 20, districts of the largest province at 50. */
const firstNumber = 71;

/**
 * Offices that are in the lists of agencies alone, each with a fault. No record of a source names them, so the batch
 * is as it would be without them; and the succession list can be used as it stands (a chain or a second disposition
 * could not: a batch refuses the whole list for one).
 */
export class CodeFaults {
  readonly registry: RegistryRow[] = [];
  readonly succession: SuccessionRow[] = [];
  /** Of `codes check`. */
  readonly planted: ExpectedFinding[] = [];
  /** Of the reconciliation. */
  readonly reconciled: ExpectedFinding[] = [];
  readonly odd: OddCodes;
  /** Live, and not on the axis: nobody registers what no decision covers. */
  readonly unregistered: string[] = [];
  private number = firstNumber;
  private readonly region: Region;
  private readonly root: string;
  private readonly survivor: OldProvince;
  /** The first province whose level-1 code was closed; the surviving one where none was. */
  private readonly other: OldProvince;

  constructor(region: Region, offices: readonly Office[]) {
    this.region = region;
    this.root = region.target.root;
    this.survivor = region.provinces.find(({ root }) => root === this.root) as OldProvince;
    this.other = region.provinces.find(({ closed }) => closed) ?? this.survivor;
    this.names(offices);
    this.grammar();
    this.days();
    this.parents();
    this.communes();
    this.closed();
    this.odd = this.successors();
  }

  private code(province = this.survivor): string {
    return `${province.root}.${this.number++}`;
  }

  private live(code: string, name: string, over: Partial<RegistryRow> = {}): string {
    this.registry.push(newRow(this.region, code, name, over));
    return code;
  }

  private old(
    code: string,
    name: string,
    disposition: SuccessionRow['disposition'] | undefined,
    new_code = '',
    over: Partial<RegistryRow> = {},
  ): string {
    const province = code.startsWith(this.root) ? this.survivor : this.other;
    this.registry.push(oldRow(province, code, name, over));
    if (disposition !== undefined)
      this.succession.push({
        old_code: code,
        old_code_102: code102Of(code),
        disposition,
        new_code,
        new_commune: '',
        when: '',
        valid_from: FIRST_NEW_DAY,
        valid_to: '',
        legal_basis: BASIS,
      });
    return code;
  }

  private expect(check: string, ...keys: readonly string[]): void {
    for (const key of keys) this.planted.push({ check, key });
  }

  private names(offices: readonly Office[]): void {
    const [one, two] = [this.code(), this.code()];
    for (const code of [one, two]) this.live(code, 'Trung tâm Xúc tiến Đầu tư và Thương mại');
    this.expect('duplicate-name', `${one}|${two}`);

    const [mail, same] = [this.code(), this.code()];
    this.live(mail, 'Quỹ Đầu tư phát triển', { mail: 'van-thu@quy-mau.gov.example' });
    this.live(same, 'Quỹ Bảo lãnh tín dụng', { mail: 'Van-thu@quy-mau.gov.example' });
    this.expect('duplicate-mail', `${mail}|${same}`);

    const twice = this.code();
    const top = offices.find(({ code }) => code === this.root);
    this.live(twice, top?.name ?? '');
    this.expect('office-coded-twice', `${this.root}|${twice}`);

    const shared = this.code();
    this.live(shared, 'Ban Quản lý Khu kinh tế');
    this.live(shared, 'Ban Quản lý các khu công nghiệp');
    this.expect('code-shared', shared);
  }

  private grammar(): void {
    this.live(`${this.root}.2`, 'Trung tâm Lưu trữ lịch sử', { code_102: '' });
    this.expect('numeric-suspects', `${this.root}.02|${this.root}.2`);

    const small = `${this.root}.9a`;
    this.live(small, 'Trung tâm Tin học - Công báo', { code_102: '' });
    this.expect('code-grammar', small);

    const form = this.code();
    const bad = code102Of(form).toLowerCase();
    this.live(form, 'Nhà khách Ủy ban nhân dân', { code_102: bad });
    this.expect('code-grammar', `${form}|${bad}`);

    const wide = `000.00.990.${this.root}`;
    this.live(`${this.root}.990`, 'Đài Phát thanh và Truyền hình', { code_102: wide });
    this.expect('code-loose', wide);
  }

  private days(): void {
    const overlap = this.code();
    this.old(overlap, 'Liên minh Hợp tác xã', 'keep', '', { valid_to: '2025-12-31' });
    this.live(overlap, 'Liên minh Hợp tác xã');
    this.expect('interval-overlap', overlap);

    const day = this.old(this.code(), 'Ban Chỉ huy phòng chống lụt bão', 'archive-only', '', {
      valid_to: '2025-06-31',
    });
    this.expect('interval-day', `${day}|valid_to|2025-06-31`);

    const reversed = this.live(this.code(), 'Ban Quản lý dự án số 9', { valid_to: '2025-06-01' });
    this.expect('interval-reversed', `${reversed}|${FIRST_NEW_DAY}|2025-06-01`);
  }

  private parents(): void {
    const missing = `${this.code()}.01`;
    this.live(missing, 'Phòng Tổng hợp, Viện Nghiên cứu phát triển', { code_102: '' });
    this.expect('parent-missing', missing);

    const dead = this.old(this.code(), 'Ban Quản lý Vườn quốc gia', 'close');
    this.live(`${dead}.01`, 'Hạt Kiểm lâm Vườn quốc gia', { code_102: '' });
    this.expect('parent-dead', `${dead}.01`);

    const [a, b] = [`${this.root}.03.91`, `${this.root}.03.92`];
    this.live(a, 'Phòng Công chứng số 1', { code_102: '', parent: b });
    this.live(b, 'Phòng Công chứng số 2', { code_102: '', parent: a });
    this.expect('parent-cycle', a);
    this.expect('parent-unexpected', a, b);

    const bare = this.live(this.code(), 'Trung tâm Điều hành thông minh', { legal_basis: '' });
    this.expect('no-legal-basis', bare);
    this.unregistered.push(bare);
  }

  private communes(): void {
    const [commune = ''] = this.region.newCommunes.map(({ code }) => code);
    const seat = newCodes(this.region).get(commune) ?? '';
    const second = this.live(this.code(), 'Trụ sở tạm của Ủy ban nhân dân xã', { commune });
    this.expect('commune-two-seats', `${seat}|${second}`);
    const nowhere = this.live(this.code(), 'Trụ sở cũ của Ủy ban nhân dân xã', { commune: '99999' });
    this.expect('commune-unknown', `${nowhere}|99999`);
  }

  private closed(): void {
    if (this.other.closed) {
      const code = this.live(this.code(this.other), 'Văn phòng đại diện', {
        code_102: '',
        parent: this.root,
      });
      this.expect('live-under-closed', code);
      this.expect('parent-unexpected', code);
      this.reconciled.push({ check: 'codes-none-closed', key: `closed-root:${code}` });
    }
    const ended = this.old(this.code(), 'Ban Quản lý Khu công nghiệp cũ', 'merge-into', `${this.root}.02`, {
      valid_to: '',
    });
    this.expect('live-but-ended', ended);
    this.reconciled.push({ check: 'codes-none-closed', key: `superseded:${ended}` });
  }

  private successors(): OddCodes {
    const undisposed = this.old(this.code(this.other), 'Hội đồng tư vấn', undefined);
    this.expect('disposition-missing', undisposed);
    this.reconciled.push({ check: 'codes-disposed', key: `undisposed:${undisposed}` });

    const annulled = this.live(this.code(), 'Trung tâm Dịch vụ việc làm', { state: 'annulled' });
    const toDead = this.old(this.code(this.other), 'Trung tâm Giới thiệu việc làm', 'merge-into', annulled);
    this.expect('successor-dead', `${toDead}|${annulled}`);
    const never = this.code();
    const toNone = this.old(this.code(this.other), 'Trung tâm Trợ giúp pháp lý', 'merge-into', never);
    this.expect('successor-missing', `${toNone}|${never}`);
    for (const code of [annulled, never])
      this.reconciled.push({ check: 'codes-successors-alive', key: `dead:${code}` });

    const merged = this.live(this.code(), 'Trường Chính trị');
    const parts = [this.code(this.other), this.code(this.survivor)];
    parts.forEach((code, at) => {
      this.old(code, `Trường Chính trị cơ sở ${at + 1}`, 'remap', merged);
    });
    this.expect('merge-not-said', merged);

    const stuck = this.old(this.code(this.other), 'Câu lạc bộ Hưu trí', 'close');
    this.old(stuck, 'Câu lạc bộ Hưu trí', undefined, '', {
      state: 'forward-only',
      parent: this.root,
      valid_from: FIRST_NEW_DAY,
      valid_to: '2025-12-31',
    });
    this.expect('no-successor', stuck);

    const notYet = this.live(this.code(), 'Trung tâm Dữ liệu', {
      state: 'planned',
      valid_from: '2025-10-01',
    });
    return { annulled, undisposed, notYet };
  }
}
