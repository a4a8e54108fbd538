import type { FactorType } from '../runtime/factor-prompt.ts';
import { form, type Html, html, loginPage, messages, type PageView } from './html.ts';

const NAMES: Record<FactorType, string> = {
  'webauthn-platform': 'Fingerprint, face or device PIN',
  'webauthn-roaming': 'Security Key',
  otp: 'Authenticator app',
  email: 'Email',
  phone: 'Phone',
  'push-notification': 'Push notification',
  'recovery-code': 'Recovery code',
};

/** Leads to the picker; nothing where there is nothing to pick. */
export const tryAnother = ({ hasOthers }: { hasOthers: boolean }): Html =>
  html`${
    hasOthers &&
    html`<button class="link" name="action" value="pick-authenticator" formnovalidate>Try another method</button>`
  }`;

export const pickerPage = (view: PageView & { kind: 'challenge' | 'enroll'; factors: FactorType[] }): string =>
  loginPage(view, {
    heading: view.kind === 'challenge' ? 'Select a method' : 'Keep your account safe',
    body: html`<p class="muted">${
      view.kind === 'challenge'
        ? 'How do you want to verify your identity?'
        : 'Add another way to verify your identity.'
    }</p>${messages(view)}${form(
      view.state,
      html`${view.factors.map(
        (factor, index) =>
          html`<button class="plain choice" name="action" value="${factor}::${index}">${NAMES[factor]}</button>`,
      )}`,
    )}`,
  });
