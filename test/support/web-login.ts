/** Logins at the SaaS team's own application, by a stock OpenID client. */
import { decodeJwt } from 'jose';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  randomPKCECodeVerifier,
} from 'openid-client';
import { type Person, type SignInResult, signIn, UserAgent } from '../../emulator/index.ts';
import type { TestTenant } from './tenant.ts';

export interface WebLogin {
  url: URL;
  codeVerifier: string;
  configuration: Configuration;
}

export async function webLogin(
  { emulator, webApp }: TestTenant,
  parameters: Record<string, string> = {},
): Promise<WebLogin> {
  const configuration = await discovery(new URL(emulator.issuer), webApp.clientId, webApp.clientSecret);
  const codeVerifier = randomPKCECodeVerifier();
  const url = buildAuthorizationUrl(configuration, {
    redirect_uri: webApp.callback,
    scope: 'openid profile email',
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ...parameters,
  });
  return { url: new URL(url.pathname + url.search, emulator.browserOrigin), codeVerifier, configuration };
}

/** Walks to the application's callback, by default in a new browser. */
export const walk = (
  { webApp }: TestTenant,
  url: URL,
  person: Partial<Person>,
  agent = new UserAgent(webApp.callback),
): Promise<SignInResult> => signIn(agent, url, { organization: '', username: '', password: '', ...person });

/** Claims of the ID token. */
export async function redeem(login: WebLogin, callback: URL): Promise<Record<string, unknown>> {
  return decodeJwt(await redeemToken(login, callback));
}

export async function redeemToken({ configuration, codeVerifier }: WebLogin, callback: URL): Promise<string> {
  const tokens = await authorizationCodeGrant(configuration, callback, { pkceCodeVerifier: codeVerifier });
  return tokens.id_token ?? '';
}

export const organizationIdOf = async ({ auth0 }: TestTenant, name: string): Promise<string> =>
  (await auth0.organizations.getByName(name)).id ?? '';
