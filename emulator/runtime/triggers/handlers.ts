/** Triggers that run in this tenant besides post-login, and what Auth0 calls in their Actions (its published harnesses). */
export const TRIGGER_HANDLERS = {
  'credentials-exchange': 'onExecuteCredentialsExchange',
  'pre-user-registration': 'onExecutePreUserRegistration',
  'post-user-registration': 'onExecutePostUserRegistration',
  'post-change-password': 'onExecutePostChangePassword',
} as const;

export type TriggerId = keyof typeof TRIGGER_HANDLERS;

export type TriggerHandler = (typeof TRIGGER_HANDLERS)[TriggerId];

/** Whether Actions of this trigger run here at some time. */
export const runsHere = (triggerId: string): boolean => triggerId === 'post-login' || triggerId in TRIGGER_HANDLERS;

const NAMES: readonly string[] = Object.values(TRIGGER_HANDLERS);

/** Whether this is a handler of another trigger than post-login. */
export const isTriggerHandler = (name: string): name is TriggerHandler => NAMES.includes(name);
