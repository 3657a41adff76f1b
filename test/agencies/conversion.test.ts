import { describe, expect, it } from 'vitest';
import { readAxisLists } from '../../lib/agencies/axis-list.ts';
import { Conversions, convertMechanically } from '../../lib/agencies/conversion.ts';

describe('convertMechanically', () => {
  it.each([
    ['000.00.00.H57', 'H57', []],
    ['000.00.01.H27', 'H27.01', []],
    ['000.14.02.H57', 'H57.02.14', []],
    ['012.00.05.H41', 'H41.05.00.012', ['interior-zero', 'width']],
    ['000.12.00.H41', 'H41.00.12', ['interior-zero']],
    ['013.05.50.H15', 'H15.50.05.013', ['width']],
    ['000.00.242.H55', 'H55.242', ['width', 'loose']],
  ])('reads %s as %s, with its doubts', (code102, code, doubts) => {
    expect(convertMechanically(code102)).toEqual({ code, doubts, settledBy: undefined });
  });
  it.each(['H57', '00.22.W00', 'h57', '', '000.00.00.h57'])('has nothing to say of %j', (text) =>
    expect(convertMechanically(text)).toBeUndefined(),
  );
});

describe('settled pairs', () => {
  const axis = readAxisLists([
    {
      name: 'axis.json',
      bytes: new TextEncoder().encode(
        JSON.stringify({
          ErrorCode: '0',
          data: [
            { code: 'H41.5.12', code102: '012.00.05.H41' },
            { code: 'H27.77', code102: '000.00.01.H27' },
            { code: 'H61.9', oldCode: '000.00.09.H59' },
            { code: 'H61.8', oldCode: '000.00.88.H61' },
            { code: 'H61.7', code102: '000.00.77.H61', deleted: true },
          ],
        }),
      ),
    },
  ]);
  const conversions = new Conversions([{ code: 'H27.1', code_102: '000.00.01.H27', old_code: '' }], axis);

  it('overrule the mechanical reading; conversions.csv comes before the axis', () => {
    expect(conversions.propose('012.00.05.H41')).toEqual({ code: 'H41.5.12', doubts: [], settledBy: 'axis' });
    expect(conversions.propose('000.00.01.H27')).toEqual({
      code: 'H27.1',
      doubts: [],
      settledBy: 'conversions',
    });
    expect(conversions.propose('000.00.88.H61')).toMatchObject({ code: 'H61.8', settledBy: 'axis' });
  });
  it('are none where the old code is a predecessor in another province, or the entry is deleted', () => {
    expect(conversions.propose('000.00.09.H59')).toMatchObject({ code: 'H59.09', settledBy: undefined });
    expect(conversions.propose('000.00.77.H61')).toMatchObject({ code: 'H61.77', settledBy: undefined });
  });
});
