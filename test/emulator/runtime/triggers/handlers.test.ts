import { expect, test } from 'vitest';
import { TRIGGERS } from '../../../../emulator/management/action-triggers.ts';
import { CURRENT_TRIGGERS, runsHere } from '../../../../emulator/runtime/triggers/handlers.ts';

test('the triggers that an Action can name are those of the Management API today', () => {
  const current = TRIGGERS.filter(({ status }) => status === 'CURRENT')
    .map(({ id, version, binding_policy }) => ({ id, version, isBound: binding_policy === 'trigger-bound' }))
    // No handler of these is published.
    .filter(({ id }) => id !== 'password-hash-migration' && id !== 'mcp-tool');
  const known = Object.entries(CURRENT_TRIGGERS).map(([id, { version, isBound }]) => ({ id, version, isBound }));
  expect(known.sort((a, b) => a.id.localeCompare(b.id))).toEqual(current.sort((a, b) => a.id.localeCompare(b.id)));
  expect(known.filter(({ id }) => runsHere(id))).toHaveLength(5);
});
