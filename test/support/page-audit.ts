import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { DESKTOP, PHONE } from './browser.ts';

const audit = await readFile(join(import.meta.dirname, 'page-audit.client.js'), 'utf8');

/** If set, every page that is examined leaves its picture there: `NAME-360.png`, `NAME-1280.png`. */
const { SCREENSHOTS } = process.env;

/** Returns the problems of a page, on a phone and on a desktop; none if there are none. */
export async function look(page: Page, name: string): Promise<string[]> {
  const problems: string[] = [];
  // A page that reloads itself would do so during the test.
  await page.evaluate('window.stop()');
  for (const viewport of [PHONE, DESKTOP]) {
    await page.setViewportSize(viewport);
    const found = await page.evaluate<string[]>(audit);
    problems.push(...found.map((problem) => `${name} at ${viewport.width}: ${problem}`));
    if (SCREENSHOTS !== undefined) {
      await mkdir(SCREENSHOTS, { recursive: true });
      await page.screenshot({ path: join(SCREENSHOTS, `${name}-${viewport.width}.png`), fullPage: true });
    }
  }
  return [...problems, ...(await tabThrough(page)).map((problem) => `${name}: ${problem}`)];
}

const FOCUSABLE = 'a[href], button, input:not([type=hidden])';

/** Checks that the Tab key reaches every control in order, and that the focus is visible. */
async function tabThrough(page: Page): Promise<string[]> {
  const start = `{ globalThis.controls = [...document.querySelectorAll('${FOCUSABLE}')].filter((each) => each.checkVisibility() && !each.disabled);
    document.body.tabIndex = -1; document.body.focus(); controls.length }`;
  const count = await page.evaluate<number>(start);
  const problems: string[] = [];
  for (let index = 0; index < count; index += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate<{ at: number; outline: string }>(
      '({ at: controls.indexOf(document.activeElement), outline: getComputedStyle(document.activeElement).outlineStyle })',
    );
    if (focused.at !== index) problems.push(`Tab number ${index + 1} reaches control ${focused.at + 1}`);
    if (focused.outline === 'none') problems.push(`control ${index + 1} does not show its focus`);
  }
  return problems;
}
