/** Universal Login's pages: each has a view and a submit; `state` names oidc-provider's interaction. */
import type { Context } from 'koa';
import type { Provider } from 'oidc-provider';
import { errorPage } from '../pages/error.ts';
import { findClient, type TenantState } from '../state.ts';
import { consentRoute } from './consent-page.ts';
import { identifierRoute, passwordRoute } from './credentials-pages.ts';
import { emailChallengeRoute } from './email-page.ts';
import { readForm } from './form.ts';
import type { SessionFactors } from './methods.ts';
import { organizationOf } from './organization.ts';
import { organizationPickerRoute, organizationRoute } from './organization-pages.ts';
import { otpChallengeRoute, otpEnrollmentRoute } from './otp-pages.ts';
import type { Interaction, PageContext, PageRoute, Submission } from './page-route.ts';
import { progressIn, withProgress } from './progress.ts';

const ROUTES: PageRoute[] = [
  organizationRoute,
  organizationPickerRoute,
  identifierRoute,
  passwordRoute,
  emailChallengeRoute,
  otpChallengeRoute,
  otpEnrollmentRoute,
  consentRoute,
];

export function loginPages(provider: Provider, state: TenantState, sessionFactors: SessionFactors) {
  return async (ctx: Context, next: () => Promise<void>): Promise<void> => {
    const route = ROUTES.find((candidate) => candidate.path === ctx.path);
    if (route === undefined || (ctx.method !== 'GET' && ctx.method !== 'POST')) return next();
    ctx.set('cache-control', 'no-store');
    ctx.set('content-security-policy', "frame-ancestors 'none'");
    ctx.set('referrer-policy', 'no-referrer');
    ctx.type = 'html';

    const fields = ctx.method === 'POST' ? await readForm(ctx) : {};
    const uid = fields.state ?? ctx.query.state;
    const interaction = typeof uid === 'string' ? await provider.Interaction.find(uid) : undefined;
    if (interaction === undefined || interaction.result !== undefined) {
      ctx.status = 400;
      ctx.body = errorPage('invalid_request', 'the login transaction is unknown, done or has expired');
      return;
    }
    const page = pageContext(state, sessionFactors, interaction);
    if (ctx.method === 'GET') {
      ctx.status = 200;
      ctx.body = route.view(page);
      return;
    }
    await answer(ctx, page, route, route.submit(page, fields));
  };
}

async function answer(ctx: Context, page: PageContext, route: PageRoute, submission: Submission): Promise<void> {
  const { interaction } = page;
  const ttlSeconds = interaction.exp - Math.floor(page.state.clock() / 1000);
  if (submission.kind === 'again') {
    ctx.status = 400;
    ctx.body = route.view({ ...page, view: { ...page.view, error: submission.error } });
    return;
  }
  const progressed = withProgress(interaction.lastSubmission, submission.progress ?? {});
  if (submission.kind === 'goto') {
    interaction.lastSubmission = progressed;
    await interaction.save(ttlSeconds);
    ctx.redirect(`${submission.path}?state=${interaction.uid}`);
    return;
  }
  interaction.result = { ...progressed, ...submission.results };
  await interaction.save(ttlSeconds);
  ctx.redirect(interaction.returnTo);
}

function pageContext(state: TenantState, sessionFactors: SessionFactors, interaction: Interaction): PageContext {
  const { params, lastSubmission } = interaction;
  const progress = progressIn(lastSubmission);
  const organization = organizationOf(state, params.organization, progress);
  const clientId = typeof params.client_id === 'string' ? params.client_id : undefined;
  return {
    state,
    sessionFactors,
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
