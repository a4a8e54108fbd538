/**
 * Exports the test kit, imported as `#actions-testing`: simulated login events and functions that run an Action with
 * them. It needs no tenant, network or clock; the same test gives the same result each time.
 */
export type { Directory, HandlerName } from '../runtime/api.ts';
export type { Command } from '../runtime/command.ts';
export type { FactorType } from '../runtime/factor-prompt.ts';
export type { FlowStep } from '../runtime/flow.ts';
export { type LoadResult, loadedKinds, loadedValues } from '../runtime/load.ts';
export type { NetworkCall } from '../runtime/network-call.ts';
export { CURRENT_TRIGGERS, HANDLERS, handlersOf, runsHere } from '../runtime/triggers/handlers.ts';
export * as cases from './cases.ts';
export type { CatalogueEvent, Expected, NamedEvent } from './catalogue/catalogue-event.ts';
export type { CatalogueSettings } from './catalogue/settings.ts';
export { catalogueOf } from './catalogue.ts';
export { closestName } from './closest-name.ts';
export { DEFAULT_NAMES, type EventAttribute, type EventNames } from './event-names.ts';
export { PROTOCOLS } from './event-shape.ts';
export { type ActionModule, getDefaultArguments, type LoadedAction, loadAction } from './harness.ts';
export {
  changedEvent,
  type EventChange,
  type EventOverrides,
  loginEvent,
  NOW_MS,
  OIN_CLIENT_ID,
} from './login-event.ts';
export { casesOf, type NamedCases } from './named-cases.ts';
export { overrideAt } from './override-at.ts';
export { type Answer, type PlayedLogin, type PlayOptions, playThrough } from './play-through.ts';
export { type ReceivedRedirect, receiveRedirect, redirectAnswer } from './redirect-tokens.ts';
export type { ActionRun, Decision } from './report.ts';
export { type RunOptions, runAction } from './run-action.ts';
export { type FlowOptions, runFlow, type SimulatedLogin } from './run-flow.ts';
export { runTriggerAction } from './run-trigger.ts';
export { type OwnEvent, type OwnOrganization, type OwnPerson, type Samples, withOwnEvents } from './samples.ts';
export { actionFromFile, actionFromSource, builtAction, type TestAction } from './test-action.ts';
export { type CallMatch, type Reply, type TestNetwork, testNetwork, withNetwork } from './test-network.ts';
export { type TokenPreview, tokenPreview } from './token-preview.ts';
