import { parse } from 'node-html-parser';
import { Secret, TOTP } from 'otpauth';
import type { UserAgent, VisitedPage } from './user-agent.ts';

/** Describes what an administrator types, page by page. */
export interface Person {
  organization: string;
  username: string;
  password: string;
  /** Base32; without it the person has no authenticator app, but can enrol one. */
  totpSecret?: string;
  /** A number with its country code, for who is asked to enrol a phone. */
  phone?: string;
  /** The answer of the person's device to a push notification; `approved` by default. */
  push?: 'approved' | 'denied';
  /** The method to choose from several, by Universal Login's name; by default the first whose code can be typed. */
  method?: string;
  /** Default `accept`. */
  consent?: 'accept' | 'deny';
}

export interface SignInResult {
  callback: URL;
  /** Paths of the pages met, in order. */
  pages: string[];
  /** Texts of the consent page's list, if it was shown. */
  consentTexts?: string[];
}

const MAX_PAGES = 12;

const totpCode = (secret: string): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate();

/** Walks Universal Login from `start` to the callback as `person`; rejects where a page will not let them on. */
export async function signIn(agent: UserAgent, start: URL, person: Person): Promise<SignInResult> {
  const pages: string[] = [];
  let consentTexts: string[] | undefined;
  let at = await agent.visit(start);
  while ('html' in at) {
    const path = at.url.pathname;
    const document = parse(at.html);
    const complaint = document.querySelector('[role=alert]')?.textContent;
    if (complaint !== undefined || pages.length === MAX_PAGES) {
      throw new Error(`stopped at ${path} (HTTP ${at.status}): ${complaint ?? 'too many pages'}`);
    }
    pages.push(path);
    if (path === '/u/consent') consentTexts = document.querySelectorAll('.scopes li').map((item) => item.textContent);
    at = await agent.submit(at, await answer(agent, at, person));
  }
  return { callback: at.callback, pages, ...(consentTexts === undefined ? {} : { consentTexts }) };
}

/** Answers Universal Login's pages as `person`, until they lead elsewhere; rejects where a page complains. */
export async function passLogin(agent: UserAgent, from: VisitedPage, person: Person): Promise<VisitedPage> {
  let at = from;
  for (let count = 0; at.url.pathname.startsWith('/u/'); count += 1) {
    const complaint = parse(at.html).querySelector('[role=alert]')?.textContent;
    if (complaint !== undefined || count === MAX_PAGES) {
      throw new Error(`stopped at ${at.url.pathname} (HTTP ${at.status}): ${complaint ?? 'too many pages'}`);
    }
    const next = await agent.submit(at, await answer(agent, at, person));
    if ('callback' in next) throw new Error(`the login led to ${next.callback.pathname}, which is not visited`);
    at = next;
  }
  return at;
}

async function answer(agent: UserAgent, { url, html }: VisitedPage, person: Person): Promise<Record<string, string>> {
  switch (url.pathname) {
    case '/u/organization/picker':
      return { organization: parse(html).querySelector('button[name=organization]')?.getAttribute('value') ?? '' };
    case '/u/organization':
      return { organizationName: person.organization };
    case '/u/login/identifier':
      return { username: person.username };
    case '/u/accept-invitation':
      return {};
    case '/u/login/password':
    case '/u/signup/password':
      return { password: person.password };
    case '/u/mfa-otp-challenge':
      return { code: totpCode(person.totpSecret ?? '') };
    case '/u/mfa-email-challenge':
      return { code: await mailedCode(agent, url, person) };
    case '/u/mfa-phone-challenge':
      return { action: messageType(url.pathname, html) };
    case '/u/mfa-sms-challenge':
    case '/u/mfa-voice-challenge':
      return { code: await newestCode(agent, url, textIn(html, '#phone')) };
    case '/u/mfa-phone-enrollment':
      return { phone: person.phone ?? '', action: messageType(url.pathname, html) };
    case '/u/mfa-sms-enrollment':
    case '/u/mfa-voice-enrollment':
      return { phone: person.phone ?? '' };
    case '/u/mfa-push-challenge-push':
    case '/u/mfa-push-enrollment-qr':
      return respondToPush(agent, url, person);
    case '/u/mfa-otp-enrollment':
      return { code: totpCode(parse(html).querySelector('#secret')?.textContent.replaceAll(' ', '') ?? '') };
    case '/u/consent':
      return { action: person.consent ?? 'accept' };
    case '/u/login/passwordless-email-challenge':
      return { code: await mailedCode(agent, url, person) };
    case '/u/mfa-webauthn-platform-challenge':
    case '/u/mfa-webauthn-roaming-challenge':
    case '/u/mfa-webauthn-platform-enrollment':
    case '/u/mfa-webauthn-roaming-enrollment':
      return pickAnother(url.pathname, html);
    case '/u/mfa-login-options':
    case '/u/mfa-enroll-options':
      return { action: codeFactor(url.pathname, html, person) };
    default:
      throw new Error(`no answer for the page ${url.pathname}`);
  }
}

/** Chooses another method, if the page offers one: a headless browser has no authenticator. */
function pickAnother(path: string, page: string): Record<string, string> {
  const action = 'pick-authenticator';
  if (parse(page).querySelector(`button[value=${action}]`) === null) throw new Error(`${path} offers no other method`);
  return { action };
}

/** Chooses, of the methods offered, the one whose code can be typed: an authenticator app's before an emailed one. */
function codeFactor(path: string, page: string, { method }: Person): string {
  const offered = parse(page)
    .querySelectorAll('button[name=action]')
    .map((button) => button.getAttribute('value') ?? '');
  const methods = method === undefined ? ['otp', 'email', 'phone', 'push-notification'] : [method];
  const chosen = methods.flatMap((factor) => offered.find((value) => value.startsWith(`${factor}::`)) ?? [])[0];
  if (chosen === undefined) throw new Error(`${path} offers no method without an authenticator`);
  return chosen;
}

/** Chooses the first way to receive a code that the page offers. */
function messageType(path: string, page: string): string {
  const offered = parse(page).querySelector('button[value=sms], button[value=voice]')?.getAttribute('value');
  if (offered === undefined) throw new Error(`${path} offers no way to receive a code`);
  return offered;
}

const textIn = (page: string, selector: string): string =>
  parse(page).querySelector(selector)?.textContent.trim() ?? '';

/** Answers on the device, which only a local tenant shows, then says so on the login's page. */
async function respondToPush(
  agent: UserAgent,
  at: URL,
  { username, push = 'approved' }: Person,
): Promise<Record<string, string>> {
  const device = await agent.visit(new URL('/_local/push', at));
  if (!('html' in device)) throw new Error('the push app led away');
  const user = username.toLowerCase();
  const request = parse(device.html)
    .querySelectorAll('section')
    .find((section) => section.getAttribute('data-user')?.toLowerCase() === user);
  const id = request?.querySelector('input[name=request]')?.getAttribute('value');
  if (id === undefined || id === null) throw new Error(`${at.pathname}: no request reached the device of ${username}`);
  await agent.visit(device.url, { method: 'POST', body: new URLSearchParams({ request: id, answer: push }) });
  return {};
}

/** Returns the newest code that was mailed to the person; the usernames of people with email are their addresses. */
const mailedCode = (agent: UserAgent, at: URL, { username }: Person): Promise<string> =>
  newestCode(agent, at, username.toLowerCase());

/** Returns the newest code for an address or a masked number from the outbox, which only a local tenant shows. */
async function newestCode(agent: UserAgent, at: URL, to: string): Promise<string> {
  const outbox = await agent.visit(new URL('/_local/mail', at));
  if (!('html' in outbox)) throw new Error('the outbox led away');
  const row = parse(outbox.html)
    .querySelectorAll('.mails [data-to]')
    .find((mail) => mail.getAttribute('data-to') === to && mail.querySelector('code') !== null);
  return row?.querySelector('code')?.textContent ?? '';
}
