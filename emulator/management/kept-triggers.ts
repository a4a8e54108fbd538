/** Actions of triggers that never run in this tenant: everything about them is kept, and said so. */
import { runsHere } from '../runtime/triggers/handlers.ts';
import type { Reply } from './reply.ts';

/** Adds the header `x-emulator: kept` to the answer of what was done about such a trigger; a refusal never gets here. */
export const markKept = (reply: Reply, triggerId: string | undefined): Reply =>
  isRun(triggerId) ? reply : { ...reply, headers: { ...reply.headers, 'x-emulator': 'kept' } };

/** Returns the note for a deploy or binding of an Action whose trigger does not run here; `undefined` if it runs. */
export const keptNote = (action: string, triggerId: string | undefined): string | undefined =>
  isRun(triggerId) ? undefined : `the Action "${action}" is kept, and never runs here: no ${triggerId} in this tenant`;

const isRun = (triggerId: string | undefined): boolean => triggerId === undefined || runsHere(triggerId);
