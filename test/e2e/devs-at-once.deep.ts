import { test } from 'vitest';
import { expectSideBySide } from './devs-at-once.ts';

test('three runs of dev and one of start work side by side in one checkout, and leave no files', () =>
  expectSideBySide(3));
