import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ThongSuotError } from '../../lib/formats/errors.ts';
import { readAxisAnswer } from '../../lib/reconcile/agencies/axis-answer.ts';
import { reconcile } from '../../lib/reconcile/reconcile.ts';
import { AGENCY_CHECKS, agencyFiles, type Lists, putLists, registryText } from './agency-checks.ts';
import { type Fixture, fixture } from './fixture.ts';
import { documentText, statusText } from './packets.ts';
import { sha256 } from './support.ts';

// The registry of the fixture's succession list (H26, target Hà Nội).
const REGISTRY = [
  'H26,,UBND thành phố Hà Nội,,,active,,,,QĐ 0',
  'H26.01.02,000.02.01.H26,UBND phường Phúc Xá,H26,,active,,,2025-06-30,QĐ 0',
  'H26.03,,Sở Ba,H26,,active,,,,QĐ 0',
  'H26.05,,Sở Năm,H26,,active,,,2025-06-30,QĐ 0',
  'H26.07,,Ban Bảy,H26,,active,,,2025-06-30,QĐ 0',
  'H26.08,,Ban Tám,H26,,active,,,2025-06-30,QĐ 0',
  'H26.101,,UBND phường Hồng Hà,H26,,active,00097,2025-07-01,,QĐ 1',
  'H26.105,,Sở Năm A,H26,,active,,2025-07-01,,QĐ 3',
  'H26.106,,Sở Năm B,H26,,active,,2025-07-01,,QĐ 3',
];
const AXIS = [
  ['H26', 'H26.03', 'H26.101', 'H26.105', 'H26.106'].map((code) => ({ id: code, code })),
  [{ id: 'x', code: 'H61.1', version: 1, deleted: false }],
];
const PACKETS = {
  'sent/1.edxml': documentText({ id: 'D1', to: ['H26.03'] }),
  'received/1.edxml': statusText('D1', 'H26.03', '01'),
};
const GOOD: Lists = { registry: REGISTRY, axis: AXIS, packets: PACKETS };

function batchWith(lists: Lists): Fixture {
  const batch = fixture();
  putLists(batch.files, lists);
  batch.input = { ...batch.input, agencies: agencyFiles(lists) };
  return batch;
}
const verdicts = (model: Awaited<ReturnType<typeof reconcile>>): Record<string, string> =>
  Object.fromEntries(
    model.checks
      .filter(({ id }) => (AGENCY_CHECKS as readonly string[]).includes(id))
      .map((each) => [each.id, each.verdict]),
  );
const all = (verdict: string): Record<string, string> =>
  Object.fromEntries(AGENCY_CHECKS.map((id) => [id, verdict]));

/** A fault for each of the five checks, and the waiver that names it. */
const BROKEN: Lists = {
  registry: [
    ...REGISTRY.filter((row) => !row.startsWith('H26.106')),
    'H26.09,,Sở Chín,H26,,active,,,2025-06-30,QĐ 0',
    'H07.1,,Sở Mười,H26,,active,,2025-07-01,,QĐ 0',
  ],
  axis: AXIS,
  packets: { ...PACKETS, 'sent/2.edxml': documentText({ id: 'D2', to: ['H26.07'] }), 'sent/3.xml': '<a>' },
};
const KEYS = [
  'codes-disposed,undisposed:H26.09',
  'codes-successors-alive,dead:H26.106',
  'codes-none-closed,closed-root:H07.1',
  'codes-on-axis,added:H07.1',
  'codes-on-axis,removed:H26.106',
  'documents-in-flight,D2|H26.07',
  'documents-in-flight,unreadable:sent/3.xml',
];
const waivers = (keys: readonly string[]): Buffer =>
  Buffer.from(
    `check,key,person,reason,date,expiry\n${keys.map((key) => `${key},A,b,2025-07-01,2026-01-01\n`).join('')}`,
  );

describe('agency codes and documents in the reconciliation', () => {
  it('pass, and the model names the bytes that they looked at', async () => {
    const { input, files, out } = batchWith(GOOD);
    const model = await reconcile(input);
    expect(verdicts(model)).toEqual(all('pass'));
    expect(model.verdict).toBe('pass');
    const digested = (path: string) => ({
      path,
      bytes: files.objects.get(path)!.length,
      sha256: sha256(files.objects.get(path)!),
    });
    const list = createHash('sha256');
    for (const path of ['received/1.edxml', 'sent/1.edxml'])
      list.update(`${path}\t${sha256(files.objects.get(`packets/${path}`)!)}\n`);
    expect(model.agencies).toEqual({
      registry: digested('registry.csv'),
      axisList: [digested('axis-0.json'), digested('axis-1.json')],
      documents: {
        path: 'packets',
        files: 2,
        bytes: Object.values(PACKETS).reduce((sum, text) => sum + Buffer.byteLength(text), 0),
        sha256: list.digest('hex'),
      },
      counts: {
        codes: 9,
        wanted: 5,
        entries: 6,
        compared: 5,
        documents: 1,
        statuses: 1,
        unreadable: 0,
        inFlight: { reissue: 0, 'accept-late': 0, recall: 0, ask: 0 },
      },
    });
    const again = batchWith(GOOD);
    again.files.pieceBytes = 7;
    await reconcile(again.input);
    expect(again.out.text('reconciliation.json')).toBe(out.text('reconciliation.json'));
  });
  it('fail, and each finding is waived by its key alone', async () => {
    const broken = batchWith(BROKEN);
    const model = await reconcile(broken.input);
    expect(verdicts(model)).toEqual(all('fail'));
    expect(model.verdict).toBe('fail');
    expect(model.agencies?.counts).toMatchObject({ unreadable: 1, inFlight: { recall: 1 } });
    const found = AGENCY_CHECKS.flatMap((id) =>
      broken.out
        .text(`findings/${id}.csv`)
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => `${id},${line.split(',')[0]}`),
    );
    expect(found).toEqual(KEYS);
    const waived = batchWith(BROKEN);
    const passed = await reconcile({ ...waived.input, waivers: waivers(KEYS) });
    expect(verdicts(passed)).toEqual(all('pass'));
    expect(passed.verdict).toBe('pass');
    const most = batchWith(BROKEN);
    const failed = await reconcile({ ...most.input, waivers: waivers(KEYS.slice(0, -1)) });
    expect(verdicts(failed)).toEqual({ ...all('pass'), 'documents-in-flight': 'fail' });
  });
  it('are not applicable without their files, and each with its own', async () => {
    const without = await reconcile(fixture().input);
    expect(verdicts(without)).toEqual(all('not-applicable'));
    expect(without.agencies).toBeNull();
    const registryOnly = await reconcile(batchWith({ registry: REGISTRY }).input);
    expect(verdicts(registryOnly)).toEqual({
      ...all('pass'),
      'codes-on-axis': 'not-applicable',
      'documents-in-flight': 'not-applicable',
    });
    const { input } = batchWith(GOOD);
    const noList = await reconcile({ ...input, succession: null });
    expect(verdicts(noList)).toMatchObject({
      'codes-disposed': 'fail',
      'codes-successors-alive': 'not-applicable',
    });
  });
  it('are inconclusive where nothing was compared', async () => {
    const nothing: Lists = {
      registry: [],
      axis: [[{ id: 1, code: 'H61.1' }]],
      packets: { 'received/1.xml': PACKETS['received/1.edxml'] },
    };
    const { input, out } = batchWith(nothing);
    // Empty sources excuse nothing of the lists.
    out.set('batch.json', out.text('batch.json').replaceAll('"expectEmpty":false', '"expectEmpty":true'));
    const model = await reconcile(input);
    expect(verdicts(model)).toEqual({ ...all('inconclusive'), 'codes-successors-alive': 'fail' });
  });
  it('are judged in a plan too, whatever part of the records it took', async () => {
    for (const [lists, verdict] of [
      [GOOD, 'pass'],
      [BROKEN, 'fail'],
    ] as const) {
      const { input, out } = batchWith(lists);
      out.set('batch.json', out.text('batch.json').replace('"sample":null', '"sample":5'));
      const model = await reconcile({ ...input, kind: 'plan' });
      expect(verdicts(model)).toEqual(all(verdict));
      expect(model.verdict).toBe(verdict === 'fail' ? 'fail' : 'inconclusive');
    }
  });
});

describe('lists that can not be read', () => {
  const faultOf = (text: string): ThongSuotError => {
    try {
      readAxisAnswer(Buffer.from(text), 'axis-1.json', 1);
    } catch (error) {
      if (error instanceof ThongSuotError) return error;
      throw error;
    }
    throw new Error('it was read');
  };
  const refused = async (change: (batch: Fixture) => void): Promise<ThongSuotError> => {
    const batch = batchWith(GOOD);
    change(batch);
    const error: unknown = await reconcile(batch.input).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(ThongSuotError);
    return error as ThongSuotError;
  };
  it.each([
    ['no JSON', '{"ErrorCode":"0","data":[}', 'no JSON'],
    ['an object with a member twice', '{"ErrorCode":"0","data":[{"code":"H26","code":"H27"}]}', 'already'],
    ['no object', '[]', 'no JSON object'],
    ['a refusal of the gateway', '{"ErrorCode":"15","data":[]}', 'ErrorCode is not 0'],
    ['no list', '{"ErrorCode":"0","data":{}}', 'no array'],
    [
      'an entry without a code',
      '{"ErrorCode":0,"data":[{"code":"H26"},{"name":"bí mật"}]}',
      'entry 2 of data',
    ],
    ['a version that is no number', '{"ErrorCode":0,"data":[{"code":"H26","version":"bí mật"}]}', 'version'],
    ['something behind it', '{"ErrorCode":0,"data":[]} x', 'follows'],
    ['depth', `{"ErrorCode":0,"data":${'['.repeat(100)}${']'.repeat(100)}}`, 'deeper'],
    ['a lone quote', '{"ErrorCode":0,"data":["', 'string'],
  ])('%s', (_, text, says) => {
    const error = faultOf(text);
    expect([error.code, error.source]).toEqual(['axis-list-unreadable', 'user']);
    expect(error.message).toContain('axis-1.json');
    expect(error.message).toContain(says);
    expect(error.message).not.toContain('bí mật');
  });
  it('stop the reconciliation', async () => {
    const error = await refused(({ files }) => files.set('axis-1.json', '[]'));
    expect(error.code).toBe('axis-list-unreadable');
  });
  it('a registry with a state of its own', async () => {
    const error = await refused(({ files }) =>
      files.set('registry.csv', registryText(['H26,,A,,,alive,,,,'])),
    );
    expect(error.message).toMatch(/^registry\.csv, row 2: state/);
  });
  it('a folder of packets that is none', async () => {
    const error = await refused((batch) => {
      batch.input = { ...batch.input, agencies: { ...agencyFiles(GOOD), documents: 'registry.csv' } };
    });
    expect(error.code).toBe('documents-not-folder');
  });
});
