import { test } from 'vitest';
import { MINUTE_MS } from './deploy-rig.ts';
import { expectSideBySide } from './devs-at-once.ts';

test(
  'a run of dev and one of start work side by side in one checkout, and leave no files',
  () => expectSideBySide(1),
  3 * MINUTE_MS,
);
