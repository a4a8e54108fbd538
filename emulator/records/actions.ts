/** Actions, their versions and bindings, and what they did in logins. */
import type { KeptCommands } from '../runtime/command.ts';

export interface ActionSecret {
  name: string;
  value: string;
  updated_at: string;
}

export interface ActionVersion {
  id: string;
  action_id: string;
  number: number;
  code: string;
  runtime: string;
  dependencies: { name: string; version: string }[];
  secrets: ActionSecret[];
  supported_triggers: { id: string; version: string }[];
  built_at: string;
  created_at: string;
  updated_at: string;
}

/** Represents an Action: its draft and its versions. A login runs `deployed`, never the draft. */
export interface ActionRecord {
  id: string;
  name: string;
  supported_triggers: { id: string; version: string }[];
  code: string;
  runtime: string;
  dependencies: { name: string; version: string }[];
  secrets: ActionSecret[];
  /** Epoch milliseconds at which the draft's build is done: `building` before, `built` from then on. */
  builtAtMs: number;
  versions: ActionVersion[];
  deployed?: ActionVersion;
  created_at: string;
  updated_at: string;
}

export interface BindingRecord {
  id: string;
  trigger_id: string;
  action_id: string;
  display_name: string;
  created_at: string;
  updated_at: string;
}

/** Describes the run of one Action in one login, as `/_local/runs` shows it: masked, without the event. */
export interface ActionRun extends KeptCommands {
  name: string;
  version: number;
  handler: string;
  /** Console output, cut as Auth0 persists it (256 characters an Action). */
  logs: string;
  durationMs: number;
  error?: { name: string; message: string };
}

/** Describes the Actions of one login: what ran, and how it ended. */
export interface LoginRun {
  id: string;
  at: string;
  client_id: string;
  user_id: string;
  audience?: string;
  /** SHA-256 of the `state` that the client sent, in base64url: it finds its own run by it. */
  state_hash?: string;
  outcome: 'paused' | 'denied' | 'failed' | 'finished';
  actions: ActionRun[];
}
