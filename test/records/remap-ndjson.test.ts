import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonPointers } from '../../lib/records/json-members.ts';
import { profileOf, remapAll, rowsOf, successionOf } from '../support/province.ts';

// 28759 Phường 8 (829, Bến Tre 83) -> 28756 Phường Phú Khương (Vĩnh Long 86), whole: Resolution 1687, clause 117.
const profile = profileOf({
  format: 'ndjson',
  maxRecordBytes: 2048,
  key: ['/So'],
  level: 'commune',
  subject: 'person',
  columns: {
    '/So': 'result-number',
    '/GiayPhep': { role: 'licence-number', optional: true },
    '/CoQuan': 'agency',
    '/Noi/Xa': 'unit.commune',
    '/Noi/TenXa': 'unit.commune-name',
  },
});
const succession = successionOf([{ old_code: 'H07.1', disposition: 'remap', new_code: 'H61.101' }]);
const run = (lines: string) => remapAll(lines, { profile, targetProvince: '86', succession });
const good =
  '{"So":"R1","x":[1,{"Xa":"no"}],"CoQuan":"H07.1","Noi":{"Xa":"28759","TenXa":"Ph\\u01b0\\u1eddng 8"} }';

describe('NDJSON', () => {
  it('splices the new values and puts our members before the last brace', () => {
    expect(run(`${good}\r\n`).migrated).toBe(
      '{"So":"R1","x":[1,{"Xa":"no"}],"CoQuan":"H61.101","Noi":{"Xa":"28756","TenXa":"Phường Phú Khương"} ,' +
        '"_record":"a-01:1","_rule":"unit=merged_whole@1687/NQ-UBTVQH15#117;agency=remap@QĐ 1/QĐ-UBND",' +
        '"_was":"CoQuan=H07.1;/Noi/Xa=28759;/Noi/TenXa=Phường 8","_vintage":"2025-07-01"}\r\n'.replace(
          'CoQuan=',
          '/CoQuan=',
        ),
    );
  });

  it('starts its parts with the source’s BOM, and with no line of its own', () => {
    const result = run(`\ufeff${good}\n${good.replace('28759', '99999')}\n`);
    expect(result.migrated).toMatch(/^\ufeff\{"So"/);
    expect(result.held).toMatch(/^\ufeff\{"So"/);
  });

  it('leaves what it wrote as it is in a second run', () => {
    const first = run(`${good}\n${good.replace('R1', 'R2')}`);
    const again = run(first.migrated);
    expect(again.counts).toEqual({ migrated: 0, already: 2, held: 0, rejected: 0 });
    expect(again.already).toBe(first.migrated);
  });

  it('writes a held record with its reasons', () => {
    expect(run(`${good.replace('28759', '99999')}\n`).held).toContain(
      ' ,"_record":"a-01:1","_reason":"unit-unknown","_column":"/Noi/Xa","_candidates":""}\n',
    );
  });

  it.each<[string, string, string]>([
    ['not JSON', '{"So":', 'bad-json,'],
    ['an array', '[]', 'bad-json,'],
    ['two objects', `${good}${good}`, 'bad-json,'],
    ['65 deep', `{"d":${'['.repeat(64)}${']'.repeat(64)}}`, 'bad-json,'],
    ['a code as a number', good.replace('"28759"', '28759'), 'code-not-string,/Noi/Xa'],
    ['a member twice', good.replace('"So"', '"So":"R0","So"'), 'duplicate-member,/So'],
    ['a member twice by an escape', good.replace('"So"', '"\\u0053o":"R0","So"'), 'duplicate-member,/So'],
    [
      'the object of a member twice',
      good.replace('"Noi"', '"Noi":{"Xa":"1"},"Noi"'),
      'duplicate-member,/Noi/Xa',
    ],
    ['a member missing', good.replace('"TenXa"', '"Ten"'), 'member-missing,/Noi/TenXa'],
    ['an object that is a string', good.replace(/"Noi":\{.*?\}/, '"Noi":"x"'), 'member-missing,/Noi/Xa'],
    ['a stray member of the stamp', good.replace('"So"', '"_rule":"x","So"'), 'stray-stamp,'],
    ['lost zeros', good.replace('28759', '759'), 'leading-zeros-lost,/Noi/Xa'],
    ['too long', `{"So":"${'x'.repeat(2100)}"}`, 'record-too-long,'],
  ])('rejects %s, and its neighbours stand', (_what, line, expected) => {
    const result = run(`${good}\n${line}\n${good}\n`);
    expect(result.counts.migrated).toBe(2);
    const [first] = result.rejectedRows.split('\n');
    expect(first!.split(',').slice(4).join(',')).toBe(expected);
    expect(result.rejectedBytes.toString().startsWith(line.slice(0, 2048))).toBe(true);
  });

  it('takes 64 levels, null for blank, and an optional member that is absent', () => {
    const deep = `{"d":${'['.repeat(63)}${']'.repeat(63)},${good.slice(1)}`;
    expect(run(deep).counts.migrated).toBe(1);
    const blank = run(good.replace('"H07.1"', 'null'));
    expect(rowsOf(blank.aliases).map((row) => [row.scheme, row.state, row.owner])).toEqual([
      ['result-number', 'held', ''],
    ]);
    expect(blank.held).toContain('"_reason":"agency-missing"');
  });

  it('lists every readable number, its key percent-encoded', () => {
    const result = run(good.replace('"So":"R1"', '"So":"R|1#%","GiayPhep":"GP, 7"'));
    expect(rowsOf(result.aliases).map((row) => [row.scheme, row.value, row.canonical_id])).toEqual([
      ['result-number', 'R|1#%', 'a:R%7C1%23%25'],
      ['licence-number', 'GP, 7', 'a:R%7C1%23%25'],
    ]);
  });
});

describe('JsonPointers', () => {
  it('finds the value that JSON.parse finds, wherever it stands', () => {
    const name = fc.constantFrom('a', 'b', 'c~d', 'e/f', '"', 'é', 'So');
    const json = fc.jsonValue({ maxDepth: 4 });
    const object = fc.dictionary(name, fc.oneof(json, fc.dictionary(name, json)));
    const spaced = (value: unknown) => JSON.stringify(value, null, 1).replaceAll('\n', '\r\n\t');
    fc.assert(
      fc.property(object, fc.boolean(), (value, pretty) => {
        const text = pretty ? spaced(value) : JSON.stringify(value);
        const pointers = ['/a', '/b', '/c~0d', '/e~1f', '/"', '/é', '/a/b', '/a/a', '/So/e~1f'];
        const record = new JsonPointers(pointers).read(text)!;
        for (const pointer of pointers) {
          const parts = pointer
            .slice(1)
            .split('/')
            .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
          let at: unknown = value;
          for (const part of parts)
            at =
              typeof at === 'object' && at !== null && !Array.isArray(at) && Object.hasOwn(at, part)
                ? (at as Record<string, unknown>)[part]
                : undefined;
          const member = record.members.get(pointer);
          expect(member === undefined ? undefined : JSON.parse(text.slice(member.start, member.end))).toEqual(
            at === undefined ? undefined : JSON.parse(JSON.stringify(at)),
          );
          if (member !== undefined) expect(member.times).toBe(1);
        }
        expect(text[record.close]).toBe('}');
        expect(record.isEmpty).toBe(Object.keys(value).length === 0);
      }),
      { numRuns: 2000 },
    );
  });
});
