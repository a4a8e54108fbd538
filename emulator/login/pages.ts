/** Universal Login's pages: each has a view and a submit; `state` names oidc-provider's interaction. */
import type { Context, Middleware } from 'koa';
import type { Provider } from 'oidc-provider';
import { errorPage } from '../pages/error.ts';
import { contentSecurityPolicy } from '../pages/style.ts';
import { type RouteHandler, routes } from '../routes.ts';
import { findClient, type TenantState } from '../state.ts';
import type { TriggerRuntime } from '../triggers/run-trigger.ts';
import { completeStep, isStepComplete } from './completed-step.ts';
import { consentRoute } from './consent-page.ts';
import { identifierRoute, passwordRoute } from './credentials-pages.ts';
import { emailChallengeRoute } from './email-page.ts';
import { readForm } from './form.ts';
import { acceptInvitationRoute, signUpRoute } from './invitation-pages.ts';
import { logSubmission } from './log-logins.ts';
import type { SessionFactors } from './methods.ts';
import { organizationOf } from './organization.ts';
import { organizationPickerRoute, organizationRoute } from './organization-pages.ts';
import { otpChallengeRoute, otpEnrollmentRoute } from './otp-pages.ts';
import { promptUrl } from './page-path.ts';
import { type Interaction, isAwaited, type PageContext, type PageRoute, type Submission } from './page-route.ts';
import { passwordlessRoute } from './passwordless-page.ts';
import { phoneRoutes } from './phone-pages.ts';
import { pickAnother, pickerRoutes } from './picker-pages.ts';
import { progressIn, withProgress } from './progress.ts';
import type { PushRequests } from './push.ts';
import { pushRoutes } from './push-pages.ts';
import type { RelyingParty } from './webauthn.ts';
import { webauthnRoutes } from './webauthn-pages.ts';

const PAGES: PageRoute[] = [
  organizationRoute,
  organizationPickerRoute,
  identifierRoute,
  passwordRoute,
  passwordlessRoute,
  acceptInvitationRoute,
  signUpRoute,
  emailChallengeRoute,
  otpChallengeRoute,
  otpEnrollmentRoute,
  ...phoneRoutes,
  ...pushRoutes,
  ...webauthnRoutes,
  ...pickerRoutes,
  consentRoute,
];

export interface PagesOptions {
  state: TenantState;
  sessionFactors: SessionFactors;
  pushRequests: PushRequests;
  relyingParty: RelyingParty;
  triggers: TriggerRuntime;
}

export const loginPages = (provider: Provider, options: PagesOptions): Middleware =>
  routes(Object.fromEntries(PAGES.map((page) => [`GET|POST ${page.path}`, pageHandler(provider, options, page)])));

function pageHandler(provider: Provider, options: PagesOptions, route: PageRoute): RouteHandler {
  return async (ctx) => {
    ctx.type = 'html';

    const fields = ctx.method === 'POST' ? await readForm(ctx) : {};
    const uid = fields.state ?? ctx.query.state;
    const interaction = typeof uid === 'string' ? await provider.Interaction.find(uid) : undefined;
    if (interaction === undefined || isStepComplete(interaction)) {
      ctx.status = 400;
      ctx.body = errorPage('invalid_request', 'the login transaction is unknown, done or has expired');
      return;
    }
    const page = pageContext(options, interaction, ctx);
    if (!isAwaited(route, page)) {
      ctx.redirect(promptUrl(options.state, interaction));
      return;
    }
    const settled = ctx.method === 'GET' ? route.settled?.(page) : undefined;
    if (ctx.method === 'GET' && settled === undefined) {
      await show(ctx, route, page, 200);
      return;
    }
    const submission = settled ?? pickAnother(route, page, fields.action) ?? (await route.submit(page, fields));
    await answer(ctx, page, route, logSubmission(ctx, page, route.path, submission));
  };
}

async function answer(ctx: Context, page: PageContext, route: PageRoute, submission: Submission): Promise<void> {
  ctx.state.complaint = submission.kind === 'again' ? submission.error : undefined;
  const { interaction } = page;
  const ttlSeconds = interaction.exp - Math.floor(page.state.clock() / 1000);
  const progressed = withProgress(interaction.lastSubmission, submission.progress ?? {});
  if (submission.kind === 'done') {
    ctx.redirect(await completeStep(interaction, { ...progressed, ...submission.results }));
    return;
  }
  interaction.lastSubmission = progressed;
  await interaction.save(ttlSeconds);
  if (submission.kind === 'goto') {
    ctx.redirect(`${submission.path}?state=${interaction.uid}`);
    return;
  }
  const { error, notice } = submission;
  const again = { ...page, progress: progressIn(progressed), view: { ...page.view, error, notice } };
  await show(ctx, route, again, error === undefined ? 200 : 400);
}

async function show(ctx: Context, route: PageRoute, page: PageContext, status: number): Promise<void> {
  ctx.set('content-security-policy', contentSecurityPolicy(route.scripted));
  const seconds = route.reloads?.(page);
  if (seconds !== undefined) ctx.set('refresh', String(seconds));
  ctx.status = status;
  ctx.body = await route.view(page);
}

function pageContext(options: PagesOptions, interaction: Interaction, caller: Context): PageContext {
  const { state } = options;
  const { params, lastSubmission } = interaction;
  const progress = progressIn(lastSubmission);
  const organization = organizationOf(state, params.organization, progress);
  const clientId = typeof params.client_id === 'string' ? params.client_id : undefined;
  return {
    ...options,
    caller,
    interaction,
    progress,
    view: {
      state: interaction.uid,
      tenantName: state.settings.friendly_name,
      clientName: findClient(state, clientId)?.name ?? '',
      organizationName: organization?.display_name ?? organization?.name,
    },
  };
}
