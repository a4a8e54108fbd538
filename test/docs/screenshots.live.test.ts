import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { takeScreenshots } from '../../tools/screenshots/take-screenshots.ts';
import { MINUTE_MS } from '../e2e/deploy-rig.ts';
import { executable } from '../support/browser.ts';
import { rootDir } from '../support/project.ts';

test.skipIf(executable === undefined)(
  'the pictures of the pages can all be made anew',
  { timeout: MINUTE_MS },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'screenshots-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await takeScreenshots(folder, () => undefined);
    expect((await readdir(folder)).sort()).toEqual((await readdir(join(rootDir, 'docs/images'))).sort());
  },
);
