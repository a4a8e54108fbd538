import type { Page } from 'playwright-core';
import { decodeQR } from 'qr/decode.js';
import { look } from '../../support/page-audit.ts';
import type { DeployableAction, TestTenant } from '../../support/tenant.ts';

/** What an authenticator app reads on the screen, with the page of another browser to take the picture apart. */
export async function scanned(page: Page, other: Page): Promise<string> {
  const picture = await page.locator('.qr').screenshot({ type: 'png' });
  const pixels = `(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${picture.toString('base64')}';
    await image.decode();
    const { width, height } = image;
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return { width, height, data: [...context.getImageData(0, 0, width, height).data] };
  })()`;
  const { width, height, data } = await other.evaluate<{ width: number; height: number; data: number[] }>(pixels);
  return decodeQR({ width, height, data: Uint8Array.from(data) });
}

/** Collects what is wrong with the pages that are looked at, of one browser unless told. */
export function looking(page: Page) {
  const problems: string[] = [];
  const see = async (name: string, at = page): Promise<void> => {
    problems.push(...(await look(at, name)));
  };
  return { problems, see };
}

export const action = (body: string): DeployableAction => ({
  name: 'asks',
  code: `exports.onExecutePostLogin = async (event, api) => { ${body} };`,
});

/** Where nothing is: all that matters is that the login gets there. */
export const appCallback = ({ browserOrigin }: TestTenant['emulator']): string => `${browserOrigin}/app`;

/** Into the SaaS application, whose Actions ask for what the test says. */
export function appUrl({ emulator, webApp }: TestTenant, parameters: Record<string, string> = {}): URL {
  const url = new URL('/authorize', emulator.browserOrigin);
  url.search = new URLSearchParams({
    client_id: webApp.clientId,
    redirect_uri: appCallback(emulator),
    response_type: 'code',
    scope: 'openid profile email',
    ...parameters,
  }).toString();
  return url;
}

/** Identifier and password; what comes after them is up to the test. */
export async function typePassword(
  page: Page,
  start: URL,
  person: { username: string; password: string },
): Promise<void> {
  await page.goto(start.href);
  await page.getByRole('textbox', { name: /email address/i }).fill(person.username);
  await page.keyboard.press('Enter');
  await page.getByLabel('Password').fill(person.password);
  await page.keyboard.press('Enter');
  await page.waitForURL((at) => at.pathname !== '/u/login/password');
}

export async function userIdOf({ auth0 }: TestTenant, email: string): Promise<string> {
  const [user] = await auth0.users.listUsersByEmail({ email });
  return user?.user_id ?? '';
}

export const forgetFactors = async (tenant: TestTenant, email: string): Promise<void> =>
  tenant.auth0.users.authenticationMethods.deleteAll(await userIdOf(tenant, email));

export async function factorsOf(tenant: TestTenant, email: string): Promise<string[]> {
  const { data } = await tenant.auth0.users.authenticationMethods.list(await userIdOf(tenant, email));
  return data.map(({ type }) => type);
}

/** Keeps pages that reload themselves as they are, while they are looked at. */
export const holdReloads = (page: Page): Promise<unknown> =>
  page.route(/mfa-push|_local\/push/, async (route) => {
    // Forms keep the headers that only a browser sends.
    if (route.request().method() !== 'GET') return route.continue();
    const response = await route.fetch({ maxRedirects: 0 });
    const { refresh: _, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
