import { consentPage } from '../pages/login.ts';
import { findUser } from '../state.ts';
import { apiScopes, findApi, toAudience } from './audience.ts';
import type { PageContext, PageRoute } from './page-route.ts';

const OIDC_TEXT: Record<string, string> = {
  profile: 'Profile: access to your profile and account information',
  email: 'Email: access to your email address',
  offline_access: '((Offline access: access while you are away))',
};

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
const asStrings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

/** Returns what the page lists: requested scopes that RBAC allows, by description if the tenant's flag says so. */
function consentScopes({ state, interaction }: PageContext): { value: string; text: string }[] {
  const { missingOIDCScope, missingResourceScopes } = interaction.prompt.details;
  const describe = state.settings.flags.use_scope_descriptions_for_consent === true;
  const oidc = asStrings(missingOIDCScope).flatMap((value) => {
    const text = OIDC_TEXT[value];
    return text === undefined ? [] : [{ value, text }];
  });
  const api = Object.entries(asRecord(missingResourceScopes)).flatMap(([resource, scopes]) =>
    apiScopes(asStrings(scopes)).map((value) => {
      const defined = findApi(state, toAudience(resource))?.scopes?.find((scope) => scope.value === value);
      return { value, text: (describe && defined?.description) || value };
    }),
  );
  return [...oidc, ...api];
}

export const consentRoute: PageRoute = {
  path: '/u/consent',
  prompt: 'consent',
  view(page) {
    const user = findUser(page.state, page.interaction.session?.accountId);
    return consentPage({
      ...page.view,
      userName: user?.name ?? user?.email ?? user?.username ?? '',
      scopes: consentScopes(page),
    });
  },
  submit(_page, { action }) {
    if (action === 'accept') return { kind: 'done', results: { consent: {} } };
    return {
      kind: 'done',
      results: { error: 'access_denied', error_description: 'User did not authorize the request' },
    };
  },
};
