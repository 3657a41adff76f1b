// Plain saxes over a folder of packets: each file is read whole, decoded from UTF-8 and parsed without a handler.
// No digest, no index, no check of anything. FOLDER; prints how many files it read.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';

let files = 0;
for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
  new SaxesParser().write(text).close();
  files += 1;
}
console.log(JSON.stringify({ packets: files }));
