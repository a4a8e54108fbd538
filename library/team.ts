import type { DecisionSettings } from './decision.ts';
import type { Policy } from './rules.ts';
import type { StepUpSettings } from './step-up-settings.ts';

/** Holds the settings of the three Actions that decide. The domains Action has its own, `DomainSettings`. */
export interface Config extends DecisionSettings {
  stepUp: StepUpSettings;
}

/** Holds what an Action that decides is made from: a team's policy and its settings. */
export interface Team {
  policy: Policy;
  config: Config;
}
