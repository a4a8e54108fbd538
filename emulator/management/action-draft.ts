/** An Action's draft: what may be in it, and whether it builds. */
import { compileFunction } from 'node:vm';
import { type ActionRecord, isoNow } from '../state.ts';
import { findCurrentTrigger } from './action-triggers.ts';
import type { ManagementRequest } from './operation.ts';
import { badRequest, type Reply } from './reply.ts';

export interface ActionBody {
  name?: string;
  code?: string;
  runtime?: string;
  dependencies?: { name?: string; version?: string }[];
  secrets?: { name?: string; value?: string }[];
  supported_triggers?: { id: string; version?: string }[];
}

/** Of one Action (actions-runtime.md section 4, limits). */
const MAX_CODE_BYTES = 100_000;
const MAX_SECRETS = 30;
const MAX_DEPENDENCIES = 10;
const MAX_SECRET_NAME_LENGTH = 128;
const MAX_SECRET_VALUE_LENGTH = 4096;

const invalid = (message: string): Reply => badRequest(`Payload validation error: '${message}'.`);

/** The first thing Auth0 would refuse about the draft that this body asks for; `current` on an update. */
export function checkDraft(
  body: ActionBody,
  current: ActionRecord | undefined,
  settings: ManagementRequest['settings'],
): Reply | undefined {
  return checkTrigger(body, current) ?? checkContent(body) ?? checkSecrets(body, current, settings);
}

function checkTrigger(body: ActionBody, current: ActionRecord | undefined): Reply | undefined {
  const [trigger, ...more] = body.supported_triggers ?? current?.supported_triggers ?? [];
  if (trigger === undefined || more.length > 0) return invalid('An action must have exactly one supported trigger');
  const known = findCurrentTrigger(trigger.id, trigger.version);
  if (known === undefined) {
    return invalid(`Trigger ${trigger.id} has no current version "${trigger.version}" on property supported_triggers`);
  }
  if (current !== undefined && current.supported_triggers[0]?.id !== trigger.id) {
    return badRequest("can't upgrade to this trigger.");
  }
  const runtime = body.runtime ?? current?.runtime ?? known.default_runtime;
  if (known.runtimes.includes(runtime)) return undefined;
  return invalid(`Runtime ${runtime} is not one of ${known.runtimes.join(', ')} on property runtime`);
}

function checkContent(body: ActionBody): Reply | undefined {
  if (body.name !== undefined && body.name.trim() === '') return invalid('String is too short (0 chars), minimum 1');
  if (Buffer.byteLength(body.code ?? '') > MAX_CODE_BYTES) {
    return invalid(`Code is larger than ${MAX_CODE_BYTES / 1000} kB on property code`);
  }
  const dependencies = body.dependencies ?? [];
  if (dependencies.length > MAX_DEPENDENCIES) {
    return invalid(`Array is too long (${dependencies.length}), maximum ${MAX_DEPENDENCIES}`);
  }
  const incomplete = dependencies.find((dependency) => !dependency.name || !dependency.version);
  return incomplete && invalid('A dependency needs a name and a version');
}

function checkSecrets(
  body: ActionBody,
  current: ActionRecord | undefined,
  settings: ManagementRequest['settings'],
): Reply | undefined {
  const secrets = body.secrets ?? [];
  if (secrets.length > MAX_SECRETS) return invalid(`Array is too long (${secrets.length}), maximum ${MAX_SECRETS}`);
  const names = new Set<string>();
  for (const { name, value } of secrets) {
    if (!name || name.length > MAX_SECRET_NAME_LENGTH) return invalid('A secret needs a name of 1 to 128 characters');
    if (names.has(name)) return invalid(`Secret ${name} is named twice`);
    names.add(name);
    if ((value?.length ?? 0) > MAX_SECRET_VALUE_LENGTH) {
      return invalid(`Secret ${name} is longer than ${MAX_SECRET_VALUE_LENGTH} characters`);
    }
    const isKept = settings.keepSecretsWithoutValue && current?.secrets.some((secret) => secret.name === name);
    if (value === undefined && !isKept) {
      return badRequest(`Secret ${name} has no value ((whether Auth0 would keep a stored one is not known))`);
    }
  }
  return undefined;
}

/** Replaces the draft; its build starts over even where nothing changed (actions-runtime.md section 6). */
export function writeDraft(action: ActionRecord, body: ActionBody, request: ManagementRequest<ActionBody>): void {
  const { state, settings } = request;
  const now = isoNow(state);
  const stored = action.secrets;
  const secrets = body.secrets?.map(({ name = '', value }) => {
    const kept = stored.find((secret) => secret.name === name);
    return value === undefined && kept !== undefined ? kept : { name, value: value ?? '', updated_at: now };
  });
  const triggers = body.supported_triggers?.map(({ id, version = '' }) => ({ id, version }));
  const dependencies = body.dependencies?.map(({ name = '', version = '' }) => ({ name, version }));
  action.name = body.name ?? action.name;
  action.code = body.code ?? action.code;
  action.runtime = body.runtime ?? action.runtime;
  action.secrets = secrets ?? stored;
  action.supported_triggers = triggers ?? action.supported_triggers;
  action.dependencies = dependencies ?? action.dependencies;
  action.updated_at = now;
  action.builtAtMs = state.clock() + settings.actionBuildMs;
  action.buildErrors = buildErrors(action.code);
}

/** Compiled as a function body, never run: what a CommonJS module is to Node. */
function buildErrors(code: string): ActionRecord['buildErrors'] {
  try {
    compileFunction(code, ['module', 'exports', 'require']);
    return [];
  } catch (error) {
    return [{ id: 'syntax_error', msg: String(error) }];
  }
}
