import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../lib/cli/commands.ts';
import { fill, languageOf, translator } from '../../lib/cli/lang.ts';
import { en } from '../../lib/cli/messages/en.ts';
import { vi } from '../../lib/cli/messages/vi.ts';

const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

describe('the two catalogues', () => {
  it('have the same keys in the same order', () => {
    expect(Object.keys(vi)).toEqual(Object.keys(en));
  });
  it('have the same {places} in each text', () => {
    for (const key of Object.keys(en) as Array<keyof typeof en>)
      expect([key, places(vi[key])]).toEqual([key, places(en[key])]);
  });
  it('have no blank text, and none that was left in the other language', () => {
    for (const key of Object.keys(en) as Array<keyof typeof en>) {
      expect(vi[key]).not.toBe('');
      if (/[a-z]{4,} [a-z]{3,}/.test(en[key])) expect(vi[key]).not.toBe(en[key]);
    }
  });
  it('have no text that no command uses', () => {
    const source = [
      'lib/cli',
      'lib/cli/codes',
      'lib/cli/commands',
      'lib/cli/demo',
      'lib/cli/documents',
      'lib/cli/explain',
      'lib/cli/lookup',
      'lib/cli/stack',
    ]
      .flatMap((folder) => readdir(folder))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    // Keys that are put together: `stage.${stage}` and the like.
    const families = [...source.matchAll(/`((?:[\w-]+\.)+)\$\{/g)].map((found) => found[1] ?? '');
    const unused = Object.keys(en).filter(
      (key) => !source.includes(`'${key}'`) && !families.some((family) => key.startsWith(family)),
    );
    expect(unused).toEqual([]);
  });
});

function readdir(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);
}

describe('choosing the language', () => {
  it('takes the flag, else the locale, else English', () => {
    expect(languageOf('vi', 'en_US.UTF-8')).toBe('vi');
    expect(languageOf('en', 'vi_VN.UTF-8')).toBe('en');
    for (const locale of ['vi_VN.UTF-8', 'vi', 'vi-VN', 'VI_vn'])
      expect(languageOf(undefined, locale)).toBe('vi');
    for (const locale of ['', 'C', 'en_GB', 'vie', 'virgin'])
      expect(languageOf(undefined, locale)).toBe('en');
  });
  it('fills names, and shows one that is missing', () => {
    expect(fill('{a} and {b}', { a: 1 })).toBe('1 and {b}');
    expect(fill('{a}', { a: '{b}', b: 'no' })).toBe('{b}');
  });
  it('has a help text and an example for every command, in both', () => {
    for (const command of COMMANDS) {
      for (const lang of ['vi', 'en'] as const) expect(translator(lang)(command.help)).not.toBe('');
      expect(command.examples.length).toBeGreaterThan(0);
    }
  });
});
