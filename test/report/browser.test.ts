import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { renderReport } from '../../lib/report/render.ts';
import { model } from './model.ts';

const CHROMIUM = '/usr/bin/chromium';
const here = existsSync(CHROMIUM);
if (!here) console.warn(`skipped: no browser at ${CHROMIUM} (on Debian: apt-get install chromium)`);

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.skipIf(!here)('report.html in a browser', () => {
  it('opens from disk: no request, no policy violation, no script, and its language switch works', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'thong-suot-report-'));
    const browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
    try {
      const file = join(dir, 'report.html');
      const hostile =
        '"><img src=http://127.0.0.1:9/x onerror=document.title=1><script>document.title=1</script>';
      const text = renderReport(model({}, (s) => `${s}${hostile}`));
      await writeFile(file, text);
      const page = await browser.newPage({ viewport: { width: 1100, height: 1400 } });
      const requests: string[] = [];
      const complaints: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.goto(pathToFileURL(file).href);
      expect(requests).toEqual([pathToFileURL(file).href]);
      expect(complaints).toEqual([]);
      expect(await page.title()).toContain('Đối soát');

      // As XML too: another reader that forgives nothing.
      const faults = await page.evaluate(
        `new DOMParser().parseFromString(${JSON.stringify(text)}, 'application/xhtml+xml').querySelectorAll('parsererror').length`,
      );
      expect(faults).toBe(0);
      // The style sheet was let in by its digest.
      expect(await page.evaluate(`getComputedStyle(document.querySelector('th.n')).textAlign`)).toBe('right');

      const english = page.locator('h1 [lang=en]');
      const vietnamese = page.locator('h1 [lang=vi]');
      expect([await vietnamese.isVisible(), await english.isVisible()]).toEqual([true, false]);
      await page.locator('label[for=show-en]').click();
      expect([await vietnamese.isVisible(), await english.isVisible()]).toEqual([false, true]);
      await page.keyboard.press('ArrowRight');
      expect([await vietnamese.isVisible(), await english.isVisible()]).toEqual([true, true]);

      // What is folded away on the screen is there in print.
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('#evidence ~ details table').first().isVisible()).toBe(true);
      expect((await page.screenshot()).length).toBeGreaterThan(10_000);

      if (process.env.THONG_SUOT_SCREENSHOT) {
        await writeFile(file, renderReport(model()));
        await page.emulateMedia({ media: 'screen' });
        await page.goto(pathToFileURL(file).href);
        await mkdir(process.env.THONG_SUOT_SCREENSHOT, { recursive: true });
        for (const id of ['vi', 'en', 'both']) {
          await page.locator(`label[for=show-${id}]`).click();
          const path = join(process.env.THONG_SUOT_SCREENSHOT, `report-${id}.png`);
          await page.screenshot({ path, fullPage: true });
        }
      }
      expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
    } finally {
      await browser.close();
      await rm(dir, { recursive: true, force: true });
    }
  });
});
