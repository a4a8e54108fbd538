/** The pictures of the pages: a deployed local tenant, seen by the people who use it. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { sampleNames } from '../../scripts/commands/start/sample-names.ts';
import { readManifest } from '../../scripts/lib/manifest/manifest.ts';
import { registerSampleApplications } from '../../scripts/lib/sample-applications.ts';
import { createSampleCustomers } from '../../scripts/lib/sample-customers.ts';
import { reportOf, rig } from '../../test/e2e/deploy-rig.ts';
import { launchBrowser, reached, typeCredentials } from '../../test/support/browser.ts';

const VIEWPORT = { width: 960, height: 640 };

/** Writes each picture into the folder as `NAME.png`, and reports its name. */
export async function takeScreenshots(folder: string, onPicture: (name: string) => void): Promise<void> {
  await mkdir(folder, { recursive: true });
  const tenant = await rig();
  const browser = await launchBrowser();
  const take = async (page: Page, name: string): Promise<void> => {
    await page.screenshot({ path: join(folder, `${name}.png`) });
    onPicture(name);
  };
  try {
    const { okta, browserOrigin, domain, deployClient, apps } = tenant.emulator;
    okta.connect(reportOf(await tenant.deploy({ key: okta.publicKeyPem })).oinClientId);
    const { rootDir } = tenant.project;
    const manifest = await readManifest({ rootDir, environment: 'local' });
    if (!manifest.ok) throw new Error('tenant.yaml is not readable');
    const names = await sampleNames(rootDir, manifest.value);
    const { globexAdmin, member } = await createSampleCustomers({ domain, ...deployClient }, names);
    await registerSampleApplications({ domain, ...deployClient }, apps);

    const admin = await browser.person({ viewport: VIEWPORT });
    await admin.goto(`${browserOrigin}/_local/okta/globex`);
    await take(admin, 'okta-express-configure');
    await admin.getByRole('button', { name: 'Express Configure SSO & UL' }).click();
    await reached(admin, '/u/organization');
    await take(admin, 'organization');
    await typeCredentials(admin, new URL(admin.url()), globexAdmin);
    await reached(admin, '/u/mfa-otp-challenge');
    await take(admin, 'second-factor');
    const phone = await browser.person();
    await phone.goto(`${browserOrigin}/_local/authenticator`);
    const code = await phone.locator('tr', { hasText: globexAdmin.username }).locator('code').innerText();
    await admin.getByLabel('Six-digit code').fill(code);
    await admin.keyboard.press('Enter');
    await admin.waitForURL(/consent/);
    await take(admin, 'consent');
    await admin.getByRole('button', { name: 'Accept' }).click();
    await admin.getByRole('status').waitFor();
    await admin.goto(`${browserOrigin}/_local/`);
    await take(admin, 'timeline');

    await enrol(tenant, member.userId);
    const newcomer = await browser.person({ viewport: { width: 960, height: 820 } });
    await typeCredentials(newcomer, await okta.begin(), member);
    await newcomer.getByRole('button', { name: 'Try another method' }).click();
    await newcomer.waitForURL(/enroll-options/);
    await newcomer.getByRole('button', { name: 'Authenticator app' }).click();
    await reached(newcomer, '/u/mfa-otp-enrollment');
    await take(newcomer, 'enrolment');

    await invite(tenant, member.organization);
    const onlooker = await browser.person({ viewport: VIEWPORT });
    await onlooker.goto(`${browserOrigin}/_local/mail`);
    await take(onlooker, 'outbox');
  } finally {
    await browser[Symbol.asyncDispose]();
    await tenant.close();
  }
}

type Tenant = Awaited<ReturnType<typeof rig>>;

/** Enrols a factor for a person who may configure and has none yet. */
async function enrol({ auth0 }: Tenant, userId: string): Promise<void> {
  await auth0.users.authenticationMethods.deleteAll(userId);
  const { id: org_id } = await auth0.organizations.getByName('acme');
  await auth0.users.update(userId, { app_metadata: { express_configure: [{ org_id, scopes: ['sso'] }] } });
}

async function invite({ auth0 }: Tenant, organization: string): Promise<void> {
  const { id = '' } = await auth0.organizations.getByName(organization);
  const { data } = await auth0.clients.list();
  const client_id = data.find(({ name }) => name === 'Acme SaaS')?.client_id ?? '';
  await auth0.organizations.invitations.create(id, {
    client_id,
    inviter: { name: 'Acme SaaS' },
    invitee: { email: 'nia@acme.com' },
  });
}
