/**
 * Completes a step of a login only in the browser that brings the completion. Anyone who knows a login's `state` can
 * open its pages and `/continue`; that must not log in somebody else.
 */
import { randomBytes } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import type { InteractionResults, Provider } from 'oidc-provider';
import { errorPage } from '../pages/error.ts';
import { type RouteHandler, routes } from '../routes.ts';
import { restoreOuter } from './nested-login.ts';
import type { Interaction } from './page-route.ts';

interface CompletedStep {
  /** Stands in the address that the browser is sent to, and in no other place. */
  key: string;
  results: InteractionResults;
}

const FIELD = 'completedStep';
const PARAMETER = 'key';

const isCompletedStep = (value: unknown): value is CompletedStep =>
  typeof value === 'object' && value !== null && 'key' in value;

function completedStepOf({ lastSubmission }: Interaction): CompletedStep | undefined {
  const value = lastSubmission?.[FIELD];
  return isCompletedStep(value) ? value : undefined;
}

/** Returns whether a step of the login is complete, and the login waits only for the browser. */
export const isStepComplete = (interaction: Interaction): boolean =>
  interaction.result !== undefined || completedStepOf(interaction) !== undefined;

/** Completes what the login waits for. Returns the address where the browser takes the login on. */
export async function completeStep(interaction: Interaction, results: InteractionResults): Promise<string> {
  const key = randomBytes(16).toString('base64url');
  const completed: CompletedStep = { key, results };
  interaction.lastSubmission = { ...interaction.lastSubmission, [FIELD]: completed };
  await interaction.persist();
  const url = new URL(interaction.returnTo);
  url.searchParams.set(PARAMETER, key);
  return url.href;
}

/**
 * Hands a completed step to oidc-provider, where the browser has both the key and the cookie of the login. The login
 * waits on where another browser brought the key, and is refused where its own comes without.
 */
export function resumeCompletedStep(provider: Provider): Middleware {
  const resume: RouteHandler = async (ctx, next) => {
    const { uid = '' } = ctx.params;
    const cookie = ctx.cookies.get(provider.cookieName('resume'));
    const interaction = await provider.Interaction.find(uid);
    const completed = interaction && completedStepOf(interaction);
    if (interaction === undefined || completed === undefined) return cookie === uid ? next() : refuseOther();
    const isBrought = ctx.query[PARAMETER] === completed.key;
    if (cookie === uid && !isBrought) return refuse(ctx, '((another browser has completed this step of the login))');
    const { [FIELD]: _, ...waiting } = { ...interaction.lastSubmission };
    if (isBrought) {
      interaction.lastSubmission = waiting;
      if (cookie === uid) interaction.result = completed.results;
      await interaction.persist();
    }
    if (cookie !== uid) return refuseOther();
    await restoreOuter(provider, ctx, interaction);
    return next();

    /** oidc-provider refuses who has no cookie; it would go on with the login of a cookie of another login. */
    function refuseOther(): Promise<void> | void {
      return cookie === undefined ? next() : refuse(ctx, '((the cookie is that of another login))');
    }
  };
  return routes({ '* /authorize/:uid': resume }, 'as oidc-provider');
}

function refuse(ctx: Context, description: string): void {
  ctx.status = 400;
  ctx.type = 'html';
  ctx.body = errorPage('invalid_request', description);
}
