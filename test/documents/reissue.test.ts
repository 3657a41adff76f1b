import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Route } from '../../lib/agencies/routing.ts';
import { inFlight } from '../../lib/documents/in-flight.ts';
import { type Reissued, reissue } from '../../lib/documents/reissue.ts';
import { type Held, reissueTasks } from '../../lib/documents/reissue-tasks.ts';
import { scanFolder } from '../../lib/documents/scan.ts';
import type { InputFiles } from '../../lib/ports/input-files.ts';
import type { ObjectStore } from '../../lib/ports/object-store.ts';
import { memoryStore } from '../cli/fake-host.ts';
import { withFolder } from './folder-support.ts';
import { documentXml, packetOf, statusXml } from './packet-support.ts';

const NAMES: Readonly<Record<string, string>> = {
  'H61.101': 'UBND xã “Mẫu” & Bạn <mới>',
  'H61.07': 'Sở Mẫu',
  'H61.1': 'A',
};
/** Old codes and where they forward to; `bounce` has no successor. Every other code takes its letters. */
const FORWARDS: Readonly<Record<string, string>> = {
  'H59.12.05': 'H61.101',
  '000.00.07.H59': 'H61.07',
  'H59.99': 'H61.07',
  'H59.nameless': 'H61.404',
  'H59&.1': 'H61.1',
};

function route(code: string, day: string): Route {
  const to = FORWARDS[code];
  const base = { code, day, candidates: [], passed: [code], citations: ['QĐ 1/QĐ-UBND'], until: '' };
  if (to !== undefined) return { ...base, action: 'forward', reason: 'succeeded', to };
  if (code === 'bounce') return { ...base, action: 'bounce', reason: 'closed', to: '' };
  return { ...base, action: 'deliver', reason: 'active', to: code };
}

interface Outcome {
  readonly target: ReturnType<typeof memoryStore>;
  readonly reissued: readonly Reissued[];
  readonly held: readonly Held[];
}

async function reissueAll(
  folder: InputFiles,
  target: ObjectStore & { text(path: string): string } = memoryStore({}, 97),
  newIds: ReadonlyMap<string, string> = new Map(),
  writeTo: InputFiles = folder,
): Promise<Outcome> {
  const index = await scanFolder(folder);
  const found = inFlight(index, { route }, '2025-07-01');
  const { tasks, held } = reissueTasks({ packets: index.packets, found, nameOf: (code) => NAMES[code] });
  const done = await reissue({ folder: writeTo, target, tasks, newIds });
  return { target, reissued: done.reissued, held: [...held, ...done.held] };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

describe('a packet that was not sent yet', () => {
  it('has the code and the name of its closed receiver rewritten, and not one byte more', () => {
    const xml = documentXml({
      to: [
        ['H59.12.05', 'UBND xã Mẫu B'],
        ['H61', 'Tỉnh'],
      ],
    });
    return withFolder({ 'outbox/a.edxml': xml }, async (folder) => {
      const { target, reissued } = await reissueAll(folder);
      expect(reissued).toHaveLength(1);
      expect(target.text('outbox/a.edxml')).toBe(
        xml
          .replace('<edXML:To><edXML:OrganId>H59.12.05<', '<edXML:To><edXML:OrganId>H61.101<')
          .replace('>UBND xã Mẫu B<', `>${escaped(NAMES['H61.101'] ?? '')}<`),
      );
      expect(await target.list('')).toEqual(['outbox/a.edxml']);
    });
  });

  it('keeps every other byte, whatever the packet looks like', () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          prefix: fc.constantFrom('edXML', 'e', ''),
          prolog: fc.constantFrom('', '<?xml version="1.0"?>\r\n', '\ufeff', '<!-- H59.12.05 -->'),
          attachment: fc.oneof(
            fc.constantFrom('H59.12.05', '<To><OrganId>H59.12.05</OrganId></To>', '<![CDATA[<H59.12.05>]]>'),
            fc.nat(400_000).map((length) => 'QUJD'.repeat(length / 4)),
          ),
          trace: fc.constantFrom('', '<!-- <To> -->', '\r\n\t'),
          to: fc.array(
            fc.tuple(
              fc.constantFrom('H59.12.05', 'H61', 'H59&amp;.1', 'H59&#46;99', '<![CDATA[H59.99]]>'),
              fc.constantFrom('', 'Xã Ồ 🏠', '<!-- x -->A', 'H59.12.05'),
            ),
            { minLength: 1, maxLength: 4 },
          ),
        }),
        async ({ to, ...parts }) => {
          const marked = (codes: ReadonlyArray<readonly [string, string]>) =>
            documentXml({ ...parts, to: codes });
          const read = (code: string): string =>
            ({ 'H59&amp;.1': 'H59&.1', 'H59&#46;99': 'H59.99', '<![CDATA[H59.99]]>': 'H59.99' })[code] ??
            code;
          const rewritten = to.map(([code, name]): readonly [string, string] => {
            const next = FORWARDS[read(code)];
            return next === undefined ? [code, name] : [next, escaped(NAMES[next] ?? '')];
          });
          await withFolder({ 'outbox/a.xml': marked(to) }, async (folder) => {
            const { target, reissued } = await reissueAll(folder);
            if (to.every(([code]) => FORWARDS[read(code)] === undefined)) expect(reissued).toEqual([]);
            else expect(target.text('outbox/a.xml')).toBe(marked(rewritten));
          });
        },
      ),
      { numRuns: 60 },
    ));

  it('that is signed inside the header is never touched', () => {
    const signature = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>';
    return withFolder({ 'outbox/a.xml': documentXml({ signature }) }, async (folder) => {
      const { target, reissued, held } = await reissueAll(folder);
      expect(reissued).toEqual([]);
      expect(await target.list('')).toEqual([]);
      expect(held.map(({ reason, row }) => [reason, row.receiver])).toEqual([
        ['signed', '000.00.07.H59'],
        ['signed', 'H59.12.05'],
      ]);
    });
  });
});

describe('a packet that was sent', () => {
  const xml = documentXml({
    to: [
      ['H59.12.05', 'UBND xã Mẫu B'],
      ['H61', 'Tỉnh'],
      ['000.00.07.H59', 'Sở Mẫu'],
    ],
  });
  const citation =
    '<edXML:ResponseFor><edXML:OrganId>H59.12</edXML:OrganId><edXML:Code>0412/UBND-NĐ</edXML:Code>' +
    '<edXML:PromulgationDate>2025/06/27</edXML:PromulgationDate>' +
    '<edXML:DocumentId>H59.12,2025/06/27,0412/UBND-NĐ</edXML:DocumentId></edXML:ResponseFor>';

  it('gives a new one to the successors alone, which cites it; the original is not touched', () =>
    withFolder({ 'sent/a.edxml': xml }, async (folder) => {
      const before = await folder.version('sent/a.edxml');
      const { target, reissued } = await reissueAll(folder);
      expect(await target.list('')).toEqual(['new/sent/a.edxml']);
      const written = target.text('new/sent/a.edxml');
      expect(written).toBe(
        xml
          .replace('H59.12.05', 'H61.101')
          .replace('UBND xã Mẫu B', escaped(NAMES['H61.101'] ?? ''))
          .replace(
            '<edXML:To><edXML:OrganId>H61</edXML:OrganId><edXML:OrganName>Tỉnh</edXML:OrganName></edXML:To>',
            '',
          )
          .replace('000.00.07.H59', 'H61.07')
          .replace('</edXML:OtherInfo>', `</edXML:OtherInfo>${citation}`),
      );
      expect(reissued[0]?.documentId).toBe('H59.12,2025/06/27,0412/UBND-NĐ');
      expect(reissued[0]?.sha256).toBe(createHash('sha256').update(written).digest('hex'));
      expect(await folder.version('sent/a.edxml')).toBe(before);
      expect(Buffer.from(await folder.get('sent/a.edxml')).toString()).toBe(xml);
    }));

  it('is not sent again to who has it in hand', () => {
    const status = statusXml({ from: 'H59.12.05', status: '03' });
    return withFolder({ 'sent/a.xml': xml, 'sent/s.xml': status }, async (folder) => {
      const packet = await packetOf((await reissueAll(folder)).target.text('new/sent/a.xml'));
      expect(packet.kind === 'document' && packet.receivers.map((one) => one.organId)).toEqual(['H61.07']);
    });
  });

  it('puts the citation where the schema wants it', () => {
    const earlier = '<edXML:ResponseFor><edXML:OrganId>H01</edXML:OrganId></edXML:ResponseFor>';
    const bare = xml.replace(/<edXML:OtherInfo>.*<\/edXML:OtherInfo>\n/, '');
    const barest = bare.replace(/<edXML:SteeringType>.*<\/edXML:SteeringType>\n/, '');
    return withFolder(
      {
        'sent/a.xml': documentXml({ to: [['H59.99', '']], responses: earlier, documentId: 'a,1' }),
        'sent/b.xml': bare.replace('0412/UBND-NĐ<', '0413/UBND-NĐ<'),
        'sent/c.xml': barest.replace('0412/UBND-NĐ<', '0414/UBND-NĐ<'),
      },
      async (folder) => {
        const { target } = await reissueAll(folder);
        expect(target.text('new/sent/a.xml')).toContain(
          `${earlier}<edXML:ResponseFor><edXML:OrganId>H59.12<`,
        );
        expect(target.text('new/sent/b.xml')).toContain('</edXML:ResponseFor><edXML:SteeringType>');
        expect(target.text('new/sent/c.xml')).toMatch(
          /<\/edXML:ResponseFor><edXML:DocumentId>.*0414\/UBND-NĐ<\/edXML:DocumentId>\s+<\/edXML:MessageHeader>/,
        );
      },
    );
  });

  it('names a successor of two receivers once', () =>
    withFolder(
      {
        'archive/a.xml': documentXml({
          to: [
            ['H59.99', 'A'],
            ['000.00.07.H59', 'B'],
          ],
        }),
      },
      async (folder) => {
        const packet = await packetOf((await reissueAll(folder)).target.text('new/archive/a.xml'));
        expect(packet.kind === 'document' && packet.receivers.map((one) => one.organId)).toEqual(['H61.07']);
      },
    ));

  it('bears the number that the clerk gave, and cites the old one', () =>
    withFolder({ 'sent/a.xml': xml }, async (folder) => {
      const ids = new Map([['H59.12,2025/06/27,0412/UBND-NĐ', 'H61.12,2025/07/02,15/UBND-“A”&B']]);
      const { target, reissued } = await reissueAll(folder, memoryStore(), ids);
      expect(reissued[0]?.documentId).toBe('H61.12,2025/07/02,15/UBND-“A”&B');
      const written = target.text('new/sent/a.xml');
      expect(await packetOf(written)).toMatchObject({ documentId: 'H61.12,2025/07/02,15/UBND-“A”&B' });
      expect(written).toContain(citation);
    }));

  it('under a default namespace is cited under it too', () =>
    withFolder({ 'sent/a.xml': documentXml({ prefix: '', to: [['H59.99', 'A']] }) }, async (folder) => {
      const { target } = await reissueAll(folder);
      expect(target.text('new/sent/a.xml')).toContain('</OtherInfo><ResponseFor><OrganId>H59.12</OrganId>');
    }));
});

describe('what is left to a person', () => {
  it('says why', () =>
    withFolder(
      {
        'outbox/nameless.xml': documentXml({ to: [['H59.nameless', 'A']], documentId: 'a,1' }),
        'sent/twice-1.xml': documentXml({ to: [['H59.99', 'A']], documentId: 'b,1' }),
        'sent/twice-2.xml': documentXml({ to: [['H59.99', 'B']], documentId: 'b,1' }),
        'outbox/.hidden.xml': documentXml({ to: [['H59.99', 'A']], documentId: 'c,1' }),
        'outbox/bounce.xml': documentXml({ to: [['bounce', 'A']], documentId: 'd,1' }),
      },
      async (folder) => {
        const { held, reissued } = await reissueAll(folder);
        expect(reissued).toEqual([]);
        expect(held.map(({ row, reason }) => [row.document.path, reason]).sort()).toEqual([
          ['outbox/.hidden.xml', 'path'],
          ['outbox/bounce.xml', 'closed'],
          ['outbox/nameless.xml', 'no-name'],
          ['sent/twice-1.xml', 'document-id-twice'],
          ['sent/twice-2.xml', 'document-id-twice'],
        ]);
      },
    ));

  it('a file that is no longer what was scanned', () =>
    withFolder({ 'outbox/a.xml': documentXml() }, (folder) =>
      withFolder({ 'outbox/a.xml': documentXml().replace('Mẫu A', 'Mẫu Á') }, async (changed) => {
        const { target, reissued, held } = await reissueAll(folder, memoryStore(), new Map(), changed);
        expect(reissued).toEqual([]);
        expect(held.map(({ reason }) => reason)).toEqual(['changed', 'changed']);
        expect(await target.list('')).toEqual([]);
      }),
    ));

  it('a file that changes while it is copied: nothing of it stays', () =>
    withFolder({ 'outbox/a.xml': documentXml() }, (folder) =>
      withFolder({ 'outbox/a.xml': documentXml().replace('Mẫu A', 'Mẫu Á') }, async (later) => {
        const target = memoryStore();
        let current = folder;
        const changing = {
          size: (path: string) => current.size(path),
          range: (path: string, start: number, end: number) => current.range(path, start, end),
        } as unknown as InputFiles;
        const put = target.put.bind(target);
        target.put = async (path, content) => {
          await put(path, content);
          current = later;
        };
        const { reissued, held } = await reissueAll(folder, target, new Map(), changing);
        expect(reissued).toEqual([]);
        expect(held.map(({ reason }) => reason)).toEqual(['changed', 'changed']);
        expect(await target.list('')).toEqual([]);
      }),
    ));
});

describe('a second run', () => {
  it('writes nothing and finds all as it was', () =>
    withFolder(
      { 'outbox/a.xml': documentXml(), 'sent/b.xml': documentXml({ documentId: 'b,1' }) },
      async (folder) => {
        const target = memoryStore();
        const first = await reissueAll(folder, target);
        target.put = () => Promise.reject(new Error('nothing is written twice'));
        expect((await reissueAll(folder, target)).reissued).toEqual(first.reissued);
      },
    ));

  it('never writes over what a person did', () =>
    withFolder({ 'outbox/a.xml': documentXml() }, async (folder) => {
      const target = memoryStore({ 'outbox/a.xml': 'signed by hand' });
      await expect(reissueAll(folder, target)).rejects.toMatchObject({ code: 'reissue-edited' });
      expect(target.text('outbox/a.xml')).toBe('signed by hand');
    }));
});

describe('reading back what was written', () => {
  it.each<[string, (text: string) => string]>([
    ['a byte that was lost', (text) => text.replace('Chủ tịch', 'Chủ tich')],
    ['a byte that moved past a splice', (text) => text.replace('>H61.101<', '> H61.101<')],
    ['a code that is another', (text) => text.replace('H61.101', 'H61.102')],
    ['a file that was cut', (text) => text.slice(0, -10)],
    ['a byte too many', (text) => `${text}\n`],
  ])('finds %s', (_what, damage) =>
    withFolder({ 'outbox/a.xml': documentXml() }, async (folder) => {
      const target = memoryStore();
      const put = target.put.bind(target);
      target.put = async (path, content) => {
        await put(path, content);
        await put(path, Buffer.from(damage(target.text(path))));
      };
      await expect(reissueAll(folder, target)).rejects.toMatchObject({ code: 'reissue-bad' });
      expect(await target.list('')).toEqual([]);
    }),
  );
});
