import * as domains from '../../actions/domains.ts';
import * as grant from '../../actions/grant.ts';
import * as stepUp from '../../actions/step-up.ts';
import { type Handler, selectHandler } from '../../emulator/runtime/sandbox.ts';

export const ACTION_NAMES = ['step-up', 'grant', 'domains'] as const;
export type ActionName = (typeof ACTION_NAMES)[number];

/** The three Actions in one of their forms. */
export type Subject = Record<ActionName, Handler>;

export const ENTRY = 'onExecutePostLogin';

export const source: Subject = {
  'step-up': selectHandler(stepUp, ENTRY),
  grant: selectHandler(grant, ENTRY),
  domains: selectHandler(domains, ENTRY),
};
