// Writes docs/reasons.md from lib/formats/reasons.ts: `npx tsx scripts/reasons-doc.ts`.
import { writeFileSync } from 'node:fs';
import { reasonsPage } from '../lib/report/reasons-page.ts';

writeFileSync(new URL('../docs/reasons.md', import.meta.url), reasonsPage());
