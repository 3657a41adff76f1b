import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('the build says so and harms nothing where devDependencies were left out', () => {
  const root = mkdtempSync(join(tmpdir(), 'thong-suot-build-'));
  try {
    mkdirSync(join(root, 'dist'));
    mkdirSync(join(root, 'scripts'));
    writeFileSync(join(root, 'dist', 'thong-suot.js'), 'built before');
    cpSync('scripts/build.mjs', join(root, 'scripts', 'build.mjs'));
    const said = execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs')], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(said).toBe('');
    expect(readdirSync(join(root, 'dist'))).toEqual(['thong-suot.js']);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
