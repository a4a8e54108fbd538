import { actionFile } from '../../build-tenant.ts';
import { codeHash, secretVersions } from '../../bundle/banner.ts';
import { toBound } from '../../deploy/bindings.ts';
import { OIN_CLIENT_IDS } from '../../manifest/environment.ts';
import { type Finding, finding } from '../finding.ts';
import type { Subject } from '../subject.ts';
import { judgeCommands } from './commands.ts';

const TRIGGER = 'post-login';
const MAX_BINDINGS = 20;
/** Each of ours: there, live, and as git has it. */
export function judgeActions({ tenant, built }: Subject): Finding[] {
  const { ours } = tenant;
  if (ours === undefined) return [];
  return built.manifest.tenant.actions.flatMap((desired): Finding[] => {
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
}

/** The secret's public hash in the banner, beside that of the OIN client the application has. */
export function judgeOinClientIds(subject: Subject): Finding[] {
  return [...liveClientIdHashes(subject)].flatMap(([name, { live, expected }]) =>
    live === undefined || live === expected
      ? []
      : [finding('ACTION_OIN_CLIENT_IDS', `"${name}" was deployed with ${live}, this OIN client is ${expected}`)],
  );
}

/** Of each Action with the secret: what its banner says, and what it would of this tenant's OIN client. */
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

/** What runs before, between and besides ours. */
export function judgeBindings({ tenant, built, team }: Subject): Finding[] {
  const { bindings, actions } = tenant;
  if (bindings === undefined || actions === undefined) return [];
  const ours = built.manifest.tenant.triggers[TRIGGER].map((binding) => binding.action_name);
  const names = bindings.map(({ action }) => action?.name ?? '');
  const bound = toBound(bindings, actions, built.manifest.placeOf(['triggers', TRIGGER]));
  const found: Finding[] = ours
    .filter((name) => tenant.ours?.has(name) !== false && !names.includes(name))
    .map((name) => finding('ACTION_NOT_BOUND', `"${name}" is not bound to ${TRIGGER}`));

  const positions = ours.map((name) => names.indexOf(name)).filter((position) => position >= 0);
  const [first = 0, last = 0] = [Math.min(...positions), Math.max(...positions)];
  const isInOrder = positions.every((position, index) => index === 0 || position > (positions[index - 1] ?? 0));
  if (!isInOrder) {
    found.push(finding('ACTION_ORDER', names.filter((name) => ours.includes(name)).join(', ')));
  }
  const between = names.slice(first, last + 1).filter((name) => !ours.includes(name));
  if (positions.length > 1 && between.length > 0) {
    found.push(finding('ACTION_BETWEEN', `${between.map((name) => `"${name}"`).join(', ')} between ours`));
  }
  if (!bound.ok) {
    found.push(...bound.failures.map((failure) => finding('ACTION_BINDING_FOREIGN', failure.found)));
  } else if (positions.length > 0) {
    const before = bound.value.slice(0, first).filter(({ redirects }) => redirects);
    found.push(
      ...before.map((other) => finding('ACTION_AFTER_REDIRECT', `"${other.action_name}" redirects before ours`)),
    );
  }
  if (names.length >= MAX_BINDINGS) found.push(finding('ACTION_LIMIT', `${names.length} Actions are bound`));

  found.push(
    ...judgeCommands(names.slice(0, positions.length > 0 ? first : 0), { names, ours }, actions, team.config.stepUp),
  );
  return found;
}
