import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CODES, QUEUE_FUNCTIONS } from '../../lib/infra/functions.ts';
import { pascal } from '../../lib/infra/pascal.ts';
import { axis, root, synthesise } from './synth.ts';
import { writtenCommands, wrongWith } from './written-commands.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const ABOUT_THE_ACCOUNT = ['runbook', 'security', 'verification', 'well-architected'].map(
  (name) => `docs/${name}.md`,
);
const PAGES = [
  'README.md',
  'README.vi.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const { work } = synthesise({ axis });
const outputs = Object.keys(work.Outputs ?? {});

describe('what is written for people', () => {
  it.each(['docs/runbook.md', 'scripts/verify-account.sh'])('%s asks for outputs that there are', (path) => {
    const queues = [...QUEUE_FUNCTIONS, CODES].map(({ name }) => pascal(name));
    const asked = [...read(path).matchAll(/\$\(output (\$\{queue\})?(\w+)\)/g)].flatMap(([, each, name]) =>
      each === undefined ? [name] : queues.map((queue) => queue + name),
    );
    expect(asked.length).toBeGreaterThan(5);
    for (const name of asked) expect(outputs).toContain(name);
  });

  it('the runbook asks for resources that there are, each of them one', () => {
    const asked = [...read('docs/runbook.md').matchAll(/\$\(resource (\w+) (\w+)\)/g)];
    expect(asked.length).toBeGreaterThan(2);
    for (const [text, name, type] of asked) {
      const found = Object.entries(work.Resources).filter(
        ([id, { Type }]) => id.startsWith(name!) && Type.endsWith(`::${type}`),
      );
      expect(found, text).toHaveLength(1);
    }
  });

  it('the queues that must run empty before a rollback are all that stages and the check have', () => {
    const [, named] = /for queue in ([\w ]+); do/.exec(read('docs/runbook.md'))!;
    const expected = QUEUE_FUNCTIONS.filter(({ name }) => name !== 'coordinate').map(({ name }) =>
      pascal(name),
    );
    expect(named!.split(' ').sort()).toEqual(expected.sort());
  });

  it.each(PAGES)('%s shows command lines that a person may type', (path) => {
    for (const written of writtenCommands(read(path)))
      expect(wrongWith(written), written.text).toBeUndefined();
  });

  it('command lines are found in blocks and in sentences, with what is wrong with them', () => {
    const page = [
      'Type `thong-suot run batch.yaml --wrokers 2`, `thong-suot runn x` or `thong-suot',
      'plan --stack X`.',
      '```sh',
      'thong-suot run a.yaml b.yaml   # one too many',
      '  thong-suot status "$BATCH" \\',
      '    --stack "$WORK"   # --nonsense',
      'thong-suot documents scan',
      '```',
    ].join('\n');
    const shown = writtenCommands(page).map((written) => [written.words[0], wrongWith(written)]);
    expect(shown).toEqual([
      ['run', expect.stringContaining('run takes batch.yaml')],
      ['status', undefined],
      ['documents', expect.stringContaining('documents scan needs')],
      ['run', 'run has no flag wrokers'],
      ['runn', 'there is no command runn x'],
      ['plan', undefined],
    ]);
    // So that the pages are not passed by for their form: each way is there.
    const all = PAGES.flatMap((path) => writtenCommands(read(path)));
    for (const whole of [true, false])
      expect(all.filter((each) => each.whole === whole).length).toBeGreaterThan(5);
  });

  it.each([...ABOUT_THE_ACCOUNT, 'docs/architecture.md', 'README.md', 'README.vi.md'])(
    '%s links to files that there are',
    (path) => {
      for (const [, target] of read(path).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g))
        expect(existsSync(join(root, dirname(path), target!)), `${path} -> ${target}`).toBe(true);
    },
  );

  it('the runbook gives a command for each thing that one does', () => {
    for (const heading of [
      'Stop the intake',
      'Redrive dead letters',
      'Replay a batch',
      'Reverse a cutover',
      'Roll back a deployment',
    ]) {
      const section = read('docs/runbook.md').split(`\n## ${heading}\n`)[1]?.split('\n## ')[0];
      expect(section, heading).toMatch(/```sh\n(.*\n)*?\s*aws /);
    }
  });
});
