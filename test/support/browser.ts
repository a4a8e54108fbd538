/** People at a real browser, with authenticators of software in place of fingerprint readers and security keys. */
import { type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import { onTestFailed } from 'vitest';
import type { Person } from '../../emulator/index.ts';
import { findChromium } from './chromium.ts';

export const executable = await findChromium();

export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 800 };

/** The time a page may take: a busy machine needs a minute for what takes a second. */
const PATIENCE_MS = 5 * 60_000;
/** Once a test of the file has failed: the run is red, and what follows mostly fails for the same reason. */
const PATIENCE_AFTER_FAILURE_MS = 20_000;

export interface PersonOptions {
  viewport?: { width: number; height: number };
  javaScriptEnabled?: boolean;
  /** Whether to accept the certificate of the tenant's own authority, which no browser knows. */
  ignoreHTTPSErrors?: boolean;
}

export interface TestBrowser extends AsyncDisposable {
  /** A person with a browser profile of their own. Of the test files only within a test. */
  person(options?: PersonOptions): Promise<Page>;
}

/** Starts a headless Chromium. */
export async function launchBrowser(): Promise<TestBrowser> {
  if (executable === undefined) throw new Error('no Chromium: set CHROMIUM_PATH');
  const environment = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  const browser = await chromium.launch({
    executablePath: executable.path,
    env: { ...Object.fromEntries(environment), ...executable.env },
    // Chromium refuses to run as root with it; what is visited is the tenant alone.
    args: ['--no-sandbox'],
  });
  const contexts: BrowserContext[] = [];
  let patienceMs = PATIENCE_MS;
  return {
    async person({ viewport = DESKTOP, javaScriptEnabled = true, ignoreHTTPSErrors = false } = {}) {
      const context = await browser.newContext({ viewport, javaScriptEnabled, ignoreHTTPSErrors });
      contexts.push(context);
      const page = await context.newPage();
      page.setDefaultTimeout(patienceMs);
      if (process.env.VITEST !== undefined) {
        onTestFailed(() => {
          patienceMs = PATIENCE_AFTER_FAILURE_MS;
        });
      }
      return page;
    },
    async [Symbol.asyncDispose]() {
      for (const context of contexts) await context.close();
      await browser.close();
    },
  };
}

export interface Authenticator {
  /** Returns how many credentials it has. */
  count(): Promise<number>;
  remove(): Promise<void>;
}

/** Gives the page's browser an authenticator: of the device itself, or a security key without PIN in its port. */
export async function addAuthenticator(page: Page, kind: 'device' | 'security-key'): Promise<Authenticator> {
  const session = await webauthnSession(page);
  const isDevice = kind === 'device';
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: isDevice ? 'internal' : 'usb',
      hasResidentKey: isDevice,
      hasUserVerification: isDevice,
      isUserVerified: isDevice,
      automaticPresenceSimulation: true,
    },
  });
  return {
    async count() {
      const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId });
      return credentials.length;
    },
    async remove() {
      await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
    },
  };
}

/** Returns a browser session for virtual authenticators; it has none yet. */
export async function webauthnSession(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  return session;
}

/** Organization, identifier and password; what comes after them is up to the test. */
export async function typeCredentials(page: Page, start: URL, person: Person): Promise<void> {
  await page.goto(start.href);
  await page.getByLabel('Organization name').fill(person.organization);
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: /email address/i }).fill(person.username);
  await page.keyboard.press('Enter');
  await page.getByLabel('Password').fill(person.password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname !== '/u/login/password');
}

export const pathOf = (page: Page): string => new URL(page.url()).pathname;

/** Waits until the browser is there; a page of the tenant's, or an application's. */
export const reached = (page: Page, path: string): Promise<void> => page.waitForURL((url) => url.pathname === path);

export const proceed = (page: Page): Promise<void> =>
  page.getByRole('button', { name: /^(Continue|Try again)$/ }).click();

export async function tryAnother(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try another method' }).click();
  await page.waitForURL(/\/u\/mfa-(login|enroll)-options/);
}
