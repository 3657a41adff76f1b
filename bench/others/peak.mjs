// `node --import ./bench/others/peak.mjs …`: as the process ends, writes how long it ran and the most memory it held to
// the file that PEAK_FILE names.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const peakMiB = process.resourceUsage().maxRSS / 1024;
  writeFileSync(process.env.PEAK_FILE, JSON.stringify({ seconds: performance.now() / 1000, peakMiB }));
});
