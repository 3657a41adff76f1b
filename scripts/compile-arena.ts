// Makes lib/records/arena-wasm.ts from lib/records/arena.wat (a test compiles it again and compares).
import { readFileSync, writeFileSync } from 'node:fs';
import wabtInit from 'wabt';

export async function compileArena(): Promise<string> {
  const wabt = await wabtInit();
  const source = readFileSync(new URL('../lib/records/arena.wat', import.meta.url), 'utf8');
  const module = wabt.parseWat('arena.wat', source, { simd: true, bulk_memory: true });
  const { buffer } = module.toBinary({});
  module.destroy();
  return `// Made from arena.wat by scripts/compile-arena.ts: do not edit.\nexport const arenaWasm =\n  '${Buffer.from(buffer).toString('base64')}';\n`;
}

if (process.argv[1] === new URL(import.meta.url).pathname)
  writeFileSync(new URL('../lib/records/arena-wasm.ts', import.meta.url), await compileArena());
