/**
 * An Action's draft and what may be in it. Code is not parsed: Auth0 builds and deploys a syntax error too (recorded
 * traffic, 2026-05), and the login then fails.
 */
import { type ActionRecord, isoNow } from '../state.ts';
import { findTrigger, runtimeOf } from './action-triggers.ts';
import type { ManagementRequest, ManagementSettings } from './operation.ts';
import { badRequest, type Reply } from './reply.ts';

export interface ActionBody {
  name?: string;
  code?: string;
  runtime?: string;
  dependencies?: { name?: string; version?: string }[];
  secrets?: { name?: string; value?: string }[];
  supported_triggers?: { id: string; version?: string }[];
  modules?: unknown[];
}

/** Limits of one Action (docs/notes/actions-runtime.md#limits). */
const MAX_CODE_BYTES = 100_000;
const MAX_SECRETS = 30;
const MAX_DEPENDENCIES = 10;
const MAX_SECRET_NAME_LENGTH = 128;
const MAX_SECRET_VALUE_LENGTH = 4096;

/** A version that is resolved when it is saved (customize/actions/manage-dependencies). */
const LATEST = 'latest';

/** Refuses what exceeds limits that the published schema lacks, with the messages of the failures that it describes. */
const invalid = (message: string, property: string): Reply =>
  badRequest(`Payload validation error: '${message}' on property ${property}.`);

/** Returns Auth0's first refusal of the draft in this body; `current` is the Action on an update. */
export function checkDraft(
  body: ActionBody,
  current: ActionRecord | undefined,
  settings: ManagementSettings,
): Reply | undefined {
  return checkTrigger(body, current) ?? checkContent(body) ?? checkSecrets(body, current, settings);
}

function checkTrigger(body: ActionBody, current: ActionRecord | undefined): Reply | undefined {
  const triggers = body.supported_triggers ?? current?.supported_triggers ?? [];
  const [trigger] = triggers;
  if (trigger === undefined) return invalid('Array is too short (0), minimum 1', 'supported_triggers');
  if (triggers.length > 1) return invalid(`Array is too long (${triggers.length}), maximum 1`, 'supported_triggers');
  const known = findTrigger(trigger.id, trigger.version);
  if (known === undefined) {
    return invalid(`No enum match for: "${trigger.version}"`, 'supported_triggers[0].version');
  }
  if (current !== undefined && current.supported_triggers[0]?.id !== trigger.id) {
    return badRequest("can't upgrade to this trigger.");
  }
  const runtime = body.runtime ?? current?.runtime ?? runtimeOf(known);
  return known.runtimes.includes(runtime) ? undefined : invalid(`No enum match for: "${runtime}"`, 'runtime');
}

function checkContent({ name, code = '', dependencies = [], modules = [] }: ActionBody): Reply | undefined {
  if (modules.length > 0) return badRequest('((the local tenant knows no action modules)) on property modules.');
  if (name?.trim() === '') return invalid('String is too short (0 chars), minimum 1', 'name');
  const bytes = Buffer.byteLength(code);
  if (bytes > MAX_CODE_BYTES) return invalid(`String is too long (${bytes} bytes), maximum ${MAX_CODE_BYTES}`, 'code');
  if (dependencies.length > MAX_DEPENDENCIES) {
    return invalid(`Array is too long (${dependencies.length}), maximum ${MAX_DEPENDENCIES}`, 'dependencies');
  }
  const incomplete = dependencies.findIndex((dependency) => !dependency.name || !dependency.version);
  if (incomplete < 0) return undefined;
  const missing = dependencies[incomplete]?.name ? 'version' : 'name';
  return invalid(`Missing required property: ${missing}`, `dependencies[${incomplete}]`);
}

function checkSecrets(
  { secrets = [] }: ActionBody,
  current: ActionRecord | undefined,
  settings: ManagementSettings,
): Reply | undefined {
  if (secrets.length > MAX_SECRETS) {
    return invalid(`Array is too long (${secrets.length}), maximum ${MAX_SECRETS}`, 'secrets');
  }
  for (const [index, { name, value }] of secrets.entries()) {
    if (!name) return invalid('Missing required property: name', `secrets[${index}]`);
    const first = secrets.findIndex((secret) => secret.name === name);
    if (first < index) return invalid(`Array items are not unique (indexes ${first} and ${index})`, 'secrets');
    const tooLong = checkLength(name, MAX_SECRET_NAME_LENGTH, `secrets[${index}].name`);
    if (tooLong !== undefined) return tooLong;
    const stored = current?.secrets.some((secret) => secret.name === name);
    if (value === undefined && !(settings.keepSecretsWithoutValue && stored)) {
      return badRequest(`Secret ${name} has no value ((whether Auth0 would keep a stored one is not known))`);
    }
    const tooLongValue = checkLength(value ?? '', MAX_SECRET_VALUE_LENGTH, `secrets[${index}].value`);
    if (tooLongValue !== undefined) return tooLongValue;
  }
  return undefined;
}

const checkLength = (text: string, maximum: number, property: string): Reply | undefined =>
  text.length > maximum
    ? invalid(`String is too long (${text.length} chars), maximum ${maximum}`, property)
    : undefined;

/**
 * Replaces the draft; its build starts over even where nothing changed
 * (docs/notes/actions-runtime.md#draft-build-and-versions).
 */
export function writeDraft(action: ActionRecord, body: ActionBody, request: ManagementRequest<ActionBody>): void {
  const { state, settings } = request;
  const now = isoNow(state);
  const stored = action.secrets;
  const secrets = body.secrets?.map(({ name = '', value }) => {
    const kept = stored.find((secret) => secret.name === name);
    return value === undefined && kept !== undefined ? kept : { name, value: value ?? '', updated_at: now };
  });
  const triggers = body.supported_triggers?.map(({ id, version = '' }) => ({ id, version }));
  const dependencies = body.dependencies?.map(({ name = '', version = '' }) => ({
    name,
    version: version === LATEST ? (settings.latestVersion(name) ?? version) : version,
  }));
  action.name = body.name ?? action.name;
  action.code = body.code ?? action.code;
  action.runtime = body.runtime ?? action.runtime;
  action.secrets = secrets ?? stored;
  action.supported_triggers = triggers ?? action.supported_triggers;
  action.dependencies = dependencies ?? action.dependencies;
  action.updated_at = now;
  action.builtAtMs = state.clock() + settings.actionBuildMs;
}
