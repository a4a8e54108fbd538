import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { DESKTOP, PHONE } from './browser.ts';

const audit = await readFile(join(import.meta.dirname, 'page-audit.client.js'), 'utf8');

/** With this set, every page that is looked at leaves its picture there: `NAME-360.png`, `NAME-1280.png`. */
const { SCREENSHOTS } = process.env;

/** What is wrong with a page, on a phone and on a desktop; nothing, if all is well. */
export async function look(page: Page, name: string): Promise<string[]> {
  const problems: string[] = [];
  // A page that looks again by itself would do so under our hands.
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

/** Every control is reached with the Tab key, in the order they stand in, and shows that it is. */
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
