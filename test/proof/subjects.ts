import { type Handler, selectHandler } from '../../emulator/runtime/sandbox.ts';
import * as domains from '../fixture/project/actions/domains.ts';
import * as enroll from '../fixture/project/actions/enroll.ts';
import * as grant from '../fixture/project/actions/grant.ts';
import * as stepUp from '../fixture/project/actions/step-up.ts';
import { OUR_ACTIONS, type OurAction } from '../support/our-actions.ts';

export type ActionName = OurAction;
export const ACTION_NAMES: readonly ActionName[] = OUR_ACTIONS;

/** The Actions in one of their forms. */
export type Subject = Record<ActionName, Handler>;

export const ENTRY = 'onExecutePostLogin';

export const source: Subject = {
  'step-up': selectHandler(stepUp, ENTRY),
  enroll: selectHandler(enroll, ENTRY),
  grant: selectHandler(grant, ENTRY),
  domains: selectHandler(domains, ENTRY),
};
