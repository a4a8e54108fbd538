/** `GET /actions/triggers` as recorded in real traffic in 2026 (actions-runtime.md section 4), reduced to current needs. */
export interface Trigger {
  id: string;
  version: string;
  status: 'CURRENT' | 'DEPRECATED';
  runtimes: string[];
  default_runtime: string;
  binding_policy: 'trigger-bound';
}

const trigger = (id: string, version: string, status: Trigger['status'] = 'CURRENT'): Trigger => ({
  id,
  version,
  status,
  runtimes: ['node18-actions', 'node22'],
  default_runtime: 'node22',
  binding_policy: 'trigger-bound',
});

export const TRIGGERS: readonly Trigger[] = [
  trigger('post-login', 'v1', 'DEPRECATED'),
  trigger('post-login', 'v2', 'DEPRECATED'),
  trigger('post-login', 'v3'),
  trigger('credentials-exchange', 'v2'),
  trigger('pre-user-registration', 'v2'),
  trigger('post-user-registration', 'v2'),
  trigger('post-change-password', 'v2'),
  trigger('send-phone-message', 'v2'),
  trigger('password-reset-post-challenge', 'v1'),
];

/** A deprecated version can't be chosen for a new Action. */
export const findCurrentTrigger = (id: string, version: string | undefined): Trigger | undefined =>
  TRIGGERS.find((known) => known.status === 'CURRENT' && known.id === id && known.version === version);
