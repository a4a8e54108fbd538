import { copyProject } from '../support/project.ts';
import { built } from './built.ts';
import type { Subject } from './subjects.ts';

type Edit = [file: string, from: string, to: string];

/** Settings that a team may choose instead of the shipped ones, as edits of its files. */
const VARIANTS = {
  'deny-without-scopes': [['actions/config.ts', "whenNoScopeRequested: 'permitted'", "whenNoScopeRequested: 'deny'"]],
  'step-up-off': [['actions/config.ts', "mode: 'required'", "mode: 'off'"]],
  'no-enrolment': [['actions/config.ts', "whenNoFactor: 'enroll'", "whenNoFactor: 'deny'"]],
  'passkey-counts': [['actions/config.ts', "passkeyAsFirstFactor: 'never'", "passkeyAsFirstFactor: 'counts'"]],
  documentation: [
    ['actions/config.ts', 'stepUp: {', 'stepUp: emailThenPlatform, shipped: {'],
    ['actions/config.ts', ' organizationMetadata }', ' emailThenPlatform, organizationMetadata }'],
    ['actions/config.ts', ': Config = {', ': Config & { shipped: unknown } = {'],
  ],
  'domains-required': [['actions/config.ts', 'required: false', 'required: true']],
  'drop-invalid': [['actions/config.ts', "onInvalid: 'deny'", "onInvalid: 'drop'"]],
  'admin-flag': [
    ['actions/policy.ts', '// adminFlag(),', 'adminFlag(),'],
    ['actions/policy.ts', '{\n  ENTERPRISE_STRATEGIES', '{\n  adminFlag, ENTERPRISE_STRATEGIES'],
  ],
  'other-factors-first': [
    [
      'actions/config.ts',
      "whenOnlyOtherFactors: 'deny'",
      "whenOnlyOtherFactors: { challengeThenEnroll: ['push-notification', 'voice'] }",
    ],
  ],
  'no-exceptions': [['actions/policy.ts', 'exceptStrategies: ENTERPRISE_STRATEGIES', 'exceptStrategies: []']],
  'except-entra': [['actions/policy.ts', 'exceptConnections: []', "exceptConnections: ['acme-entra']"]],
  'partner-rule': [
    [
      'actions/policy.ts',
      'organizationAdmin(attribute),',
      "organizationAdmin(attribute), (event) => verifiedEmail(event)?.endsWith('@partner.example') === true,",
    ],
    ['actions/policy.ts', '  unverifiedEmail,', '  unverifiedEmail, verifiedEmail,'],
  ],
  'throwing-rule': [['actions/policy.ts', 'forbid: [', "forbid: [() => { throw new Error('a rule of a team'); }, "]],
  'team-rule': [
    [
      'actions/policy.ts',
      'forbid: [',
      "forbid: [{ code: 'EC_TEAM_RULE', when: (event) => event.connection.strategy === 'google-oauth2' }, ",
    ],
  ],
} satisfies Record<string, Edit[]>;

export type VariantName = keyof typeof VARIANTS;

/** The bytes that would be deployed from a project with other settings. */
export async function builtVariant(name: VariantName): Promise<Subject> {
  await using project = await copyProject();
  for (const [file, from, to] of VARIANTS[name]) await project.edit(file, from, to);
  return await built(project.rootDir);
}
