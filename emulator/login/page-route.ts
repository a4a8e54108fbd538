import type { InteractionResults, Provider } from 'oidc-provider';
import type { PageView } from '../pages/login.ts';
import type { TenantState } from '../state.ts';
import type { SessionFactors } from './methods.ts';
import type { LoginProgress } from './progress.ts';

export type Interaction = InstanceType<Provider['Interaction']>;

/** What a page's submit leads to: the page again with an error, another page of the same prompt, or the prompt's result. */
export type Submission =
  | { kind: 'again'; error: string }
  | { kind: 'goto'; path: string; progress: LoginProgress }
  | { kind: 'done'; progress?: LoginProgress; results?: InteractionResults };

export interface PageContext {
  state: TenantState;
  sessionFactors: SessionFactors;
  interaction: Interaction;
  progress: LoginProgress;
  view: PageView;
}

export interface PageRoute {
  path: string;
  view: (page: PageContext) => string;
  submit: (page: PageContext, fields: Record<string, string>) => Submission;
}
