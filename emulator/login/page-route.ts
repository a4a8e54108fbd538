import type { Context } from 'koa';
import type { InteractionResults, Provider } from 'oidc-provider';
import type { PageView } from '../pages/html.ts';
import { type FactorPrompt, offeredFactors } from '../runtime/factor-prompt.ts';
import type { TenantState } from '../state.ts';
import type { TriggerRuntime } from '../triggers/run-trigger.ts';
import { hasInvitation } from './invitation.ts';
import type { SessionFactors } from './methods.ts';
import type { LoginProgress } from './progress.ts';
import type { PushRequests } from './push.ts';
import type { RelyingParty } from './webauthn.ts';

export type Interaction = InstanceType<Provider['Interaction']>;

/**
 * Describes the result of a page's submission: the page again with an error or a notice, another page of the same
 * prompt, or the prompt's result.
 */
export type Submission =
  | { kind: 'again'; error?: string; notice?: string; progress?: LoginProgress }
  | { kind: 'goto'; path: string; progress: LoginProgress }
  | { kind: 'done'; progress?: LoginProgress; results?: InteractionResults };

export interface PageContext {
  state: TenantState;
  sessionFactors: SessionFactors;
  pushRequests: PushRequests;
  relyingParty: RelyingParty;
  interaction: Interaction;
  progress: LoginProgress;
  view: PageView;
  /** The client of the request, for the tenant's log. */
  caller: Context;
  /** Runs the Actions of registrations. */
  triggers: TriggerRuntime;
}

export interface PageRoute {
  path: string;
  /** The prompt of the interaction policy that the page belongs to. */
  prompt: 'organization' | 'login' | 'organization-picker' | 'mfa' | 'consent';
  /** The factor that the page is for, if any; without `kind` it serves challenge and enrolment. */
  factor?: { kind?: FactorPrompt['kind']; factor: FactorPrompt['factor'] };
  /** Whether the page is for logins that an invitation's link began. */
  invited?: boolean;
  /** Whether the page needs a script. */
  scripted?: boolean;
  /** Seconds after which the page is asked for again, without a script; none where it waits for its form. */
  reloads?: (page: PageContext) => number | undefined;
  /** Is called at every request of the page: returns a submission if something elsewhere lets the login continue. */
  settled?: (page: PageContext) => Submission | undefined;
  view: (page: PageContext) => string | Promise<string>;
  submit: (page: PageContext, fields: Record<string, string>) => Submission | Promise<Submission>;
}

/**
 * Returns whether the login waits for this page. Without this check a person who is asked for a factor could enrol
 * another one, and a person who is asked for consent could become another user.
 */
export function isAwaited(route: PageRoute, { interaction, progress }: PageContext): boolean {
  if (interaction.prompt.name !== route.prompt) return false;
  if (route.invited && !hasInvitation(interaction.params)) return false;
  if (route.factor === undefined) return true;
  const { prompt } = progress;
  if (prompt === undefined || prompt.kind !== (route.factor.kind ?? prompt.kind)) return false;
  return offeredFactors(prompt).includes(route.factor.factor);
}
