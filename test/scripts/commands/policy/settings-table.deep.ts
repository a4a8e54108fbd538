/** Which logins of the catalogue each setting decides. `table.live.test.ts` tries one. */
import { expect, test } from 'vitest';
import { policyTable } from '../../../../scripts/commands/policy/table.ts';
import { renderFailures } from '../../../../scripts/lib/render.ts';
import { gitProject } from '../../../support/git-project.ts';

test.each([
  ["whenNoFactor: 'enroll'", "whenNoFactor: 'deny'", ['no-factor-enrolled', 'email-factor-only']],
  [
    "whenNoScopeRequested: 'permitted'",
    "whenNoScopeRequested: 'deny'",
    ['no-scope-requested', 'refresh-token', 'token-exchange', 'password-grant', 'device-code'],
  ],
  ['required: false', 'required: true', ['no-domains']],
  ["onInvalid: 'deny'", "onInvalid: 'drop'", ['bad-domains', 'hostile-domains']],
  ["passkeyAsFirstFactor: 'never'", "passkeyAsFirstFactor: 'counts'", ['passkey-first']],
])('shows what the setting %s as %s changes', async (from, to, events) => {
  await using project = await gitProject();
  await project.edit('actions/config.ts', from, to);
  const result = await policyTable({ rootDir: project.rootDir, environment: 'local', against: 'HEAD' });
  if (!result.ok) throw new Error(renderFailures(result.failures));
  expect(result.value.changed.map(({ event }) => event)).toEqual(events);
});
