import { actionFile } from '../../build/build-tenant.ts';
import { codeHash, secretVersions } from '../../bundle/banner.ts';
import { OIN_CLIENT_IDS } from '../../manifest/environment.ts';
import { RUNTIME } from '../../runtime.ts';
import { DEPLOY, type Descriptions } from '../description.ts';
import { type Finding, findingOf } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** Describes the findings of this area. */
export const ACTIONS = {
  ACTION_MISSING: {
    severity: 'problem',
    requirement: 'R21',
    why: 'These Actions decide together: where one is missing nobody is granted anything, or nobody is asked.',
    fix: DEPLOY,
  },
  ACTION_NOT_DEPLOYED: {
    severity: 'problem',
    requirement: 'R21',
    why: 'A draft does not run in logins.',
    fix: DEPLOY,
  },
  ACTION_DRAFT: {
    severity: 'warning',
    requirement: 'T25',
    why: 'Someone changed the draft: the next one who presses Deploy in the dashboard puts it live.',
    fix: DEPLOY,
  },
  ACTION_RUNTIME: {
    severity: 'problem',
    requirement: 'L8',
    why: `The bundles are made and tested for ${RUNTIME}.`,
    fix: DEPLOY,
  },
  ACTION_TRIGGER_VERSION: {
    severity: 'problem',
    requirement: 'L8',
    why: 'The Actions are written for post-login v3; an older event has no enrolled factors and no scopes.',
    fix: 'Delete the Action in the Auth0 dashboard and deploy: an Action’s trigger version can not be changed.',
  },
  ACTION_CODE_DIFFERS: {
    severity: 'problem',
    requirement: 'T25',
    why: 'What decides in logins is not what was reviewed in git.',
    fix: 'See what it is with npm run plan -- --env <env>, then deploy: npm run deploy -- --env <env>',
  },
  ACTION_OIN_CLIENT_IDS: {
    severity: 'problem',
    requirement: 'T7',
    why: 'The Action’s secret names another OIN client: every administrator of this one is refused (EC_CLIENT).',
    fix: DEPLOY,
  },
} as const satisfies Descriptions;

const finding = findingOf(ACTIONS);

/** Judges each of our Actions: whether it exists, is live, and is the version of git. */
export function judgeActions({ tenant, built }: Subject): Finding[] {
  const { ours } = tenant;
  if (ours === undefined) return [];
  const declared = built.manifest.tenant.actions;
  const undeclared = built.ownActions.filter(
    ({ name, isRequired }) => isRequired && !ours.has(name) && !declared.some((action) => action.name === name),
  );
  const missing = undeclared.map(({ name }) => finding('ACTION_MISSING', `no Action "${name}"`));
  const ofFile = declared.flatMap((desired): Finding[] => {
    const { name } = desired;
    const actual = ours.get(name);
    if (actual === undefined) return [finding('ACTION_MISSING', `no Action "${name}"`)];
    const { deployed_version: live, all_changes_deployed: isAllDeployed } = actual;
    if (live === undefined) return [finding('ACTION_NOT_DEPLOYED', `"${name}" has no deployed version`)];
    const found: Finding[] = [];
    if (isAllDeployed === false) found.push(finding('ACTION_DRAFT', `"${name}" has changes that are not deployed`));
    if (live.runtime !== desired.runtime) {
      found.push(finding('ACTION_RUNTIME', `"${name}" runs on ${live.runtime ?? 'an unknown runtime'}`));
    }
    const versions = (live.supported_triggers ?? actual.supported_triggers ?? []).map(
      (each) => `${each.id} ${each.version}`,
    );
    const wanted = desired.supported_triggers.map((each) => `${each.id} ${each.version}`);
    if (!wanted.every((version) => versions.includes(version))) {
      found.push(finding('ACTION_TRIGGER_VERSION', `"${name}" is for ${versions.join(', ') || 'no trigger'}`));
    }
    const { sha256 = '' } = built.bundles.find((bundle) => bundle.name === name) ?? {};
    const hash = codeHash(live.code ?? '');
    if (hash !== sha256) {
      found.push(finding('ACTION_CODE_DIFFERS', `"${name}" is sha256 ${hash}, git has ${sha256}`));
    }
    return found;
  });
  return [...missing, ...ofFile];
}

/** Compares the secret's public hash in the banner with that of the application's OIN client. */
export function judgeOinClientIds(subject: Subject): Finding[] {
  return [...liveClientIdHashes(subject)].flatMap(([name, { live, expected }]) =>
    live === undefined || live === expected
      ? []
      : [finding('ACTION_OIN_CLIENT_IDS', `"${name}" was deployed with ${live}, this OIN client is ${expected}`)],
  );
}

/** Returns, for each Action with the secret, the hash in its banner, and the hash for this tenant's OIN client. */
export function liveClientIdHashes({ tenant, built }: Subject) {
  const id = tenant.oinClient?.client_id;
  const files = id === undefined ? undefined : built.actionFiles({ [OIN_CLIENT_IDS]: id });
  const hashIn = (code: string): string | undefined =>
    secretVersions(code)
      .find((secret) => secret.startsWith(`${OIN_CLIENT_IDS}@`))
      ?.match(/\(([0-9a-f]+)\)$/)?.[1];
  return new Map(
    [...(tenant.ours ?? [])].flatMap(([name, { deployed_version: version }]) => {
      const expected = hashIn(files?.get(actionFile(name)) ?? '');
      return expected === undefined ? [] : [[name, { live: hashIn(version?.code ?? ''), expected }]];
    }),
  );
}
