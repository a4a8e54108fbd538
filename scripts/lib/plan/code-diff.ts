import { createHash } from 'node:crypto';
import { createTwoFilesPatch, OMIT_HEADERS } from 'diff';
import type { FieldChange } from '../tenant/difference.ts';
import type { PlanField } from './plan.ts';

const CONTEXT_LINES = 3;

/** Returns an Action's code by its hash, as every report names it, and by the lines that change. */
export function codeField({ field, old, new: next }: FieldChange): PlanField {
  const [before, after] = [String(old ?? ''), String(next)];
  return {
    field,
    old: hashOf(before),
    new: hashOf(after),
    diff: createTwoFilesPatch('deployed', 'built', before, after, '', '', {
      context: CONTEXT_LINES,
      headerOptions: OMIT_HEADERS,
    }),
  };
}

const hashOf = (code: string): string => `sha256 ${createHash('sha256').update(code).digest('hex')}`;
