/** Describes the current version of a trigger, from the answer of `GET /actions/triggers` (recorded, 2026-08). */
export interface CurrentTrigger {
  version: string;
  /**
   * The functions that Auth0 calls in its Actions; an Action exports the first (Auth0's published harnesses and
   * documentation).
   */
  handlers: readonly [string, ...string[]];
  /** Its Actions are bound to it, as others are named by a token exchange profile or an event stream. */
  isBound: boolean;
}

const bound = (version: string, ...handlers: CurrentTrigger['handlers']): CurrentTrigger => ({
  version,
  handlers,
  isBound: true,
});

/** Lists the triggers whose handlers Auth0 publishes, by id. */
export const CURRENT_TRIGGERS: Readonly<Record<string, CurrentTrigger>> = {
  'post-login': bound('v3', 'onExecutePostLogin', 'onContinuePostLogin'),
  'credentials-exchange': bound('v2', 'onExecuteCredentialsExchange'),
  'pre-user-registration': bound('v2', 'onExecutePreUserRegistration'),
  'post-user-registration': bound('v2', 'onExecutePostUserRegistration'),
  'post-change-password': bound('v2', 'onExecutePostChangePassword'),
  'send-phone-message': bound('v2', 'onExecuteSendPhoneMessage'),
  'password-reset-post-challenge': bound('v1', 'onExecutePostChallenge', 'onContinuePostChallenge'),
  'custom-phone-provider': bound('v1', 'onExecuteCustomPhoneProvider'),
  'custom-email-provider': bound('v1', 'onExecuteCustomEmailProvider'),
  'custom-token-exchange': { version: 'v1', handlers: ['onExecuteCustomTokenExchange'], isBound: false },
  'event-stream': { version: 'v1', handlers: ['onExecuteEventStream'], isBound: false },
};

/** Returns the handlers of a trigger; an empty list if they are unknown. */
export const handlersOf = (triggerId: string): readonly string[] => CURRENT_TRIGGERS[triggerId]?.handlers ?? [];

/** Lists every handler of every trigger. */
export const HANDLERS: readonly string[] = Object.values(CURRENT_TRIGGERS).flatMap(({ handlers }) => handlers);

/** Triggers that run in this tenant besides post-login, and what they call. */
export const TRIGGER_HANDLERS = {
  'credentials-exchange': 'onExecuteCredentialsExchange',
  'pre-user-registration': 'onExecutePreUserRegistration',
  'post-user-registration': 'onExecutePostUserRegistration',
  'post-change-password': 'onExecutePostChangePassword',
} as const;

export type TriggerId = keyof typeof TRIGGER_HANDLERS;

export type TriggerHandler = (typeof TRIGGER_HANDLERS)[TriggerId];

/** Returns whether Actions of this trigger run in the emulator. */
export const runsHere = (triggerId: string): boolean => triggerId === 'post-login' || triggerId in TRIGGER_HANDLERS;

const NAMES: readonly string[] = Object.values(TRIGGER_HANDLERS);

/** Returns whether this is a handler of a trigger other than post-login. */
export const isTriggerHandler = (name: string): name is TriggerHandler => NAMES.includes(name);
