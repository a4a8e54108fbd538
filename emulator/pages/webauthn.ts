import { tryAnother } from './factors.ts';
import { form, html, loginPage, messages, type PageView } from './html.ts';

export type WebauthnFactor = 'webauthn-platform' | 'webauthn-roaming';

/** Addresses of the only scripts there are: the browser package's bundle, and what ties it to the page. */
export const WEBAUTHN_SCRIPTS = ['/_local/webauthn/simplewebauthn.js', '/_local/webauthn/ceremony.js'] as const;

/** Auth0's own texts, as far as its text customization publishes them (prompt mfa-webauthn). */
const TEXTS = {
  'webauthn-platform': {
    challenge: [
      'Verify your identity',
      "Follow your browser's steps to verify your device's fingerprint or face recognition.",
    ],
    enroll: [
      'Add this device',
      "Follow your browser's steps to register your device's fingerprint or face recognition.",
    ],
    missing: '((This browser or device has no fingerprint, face recognition or PIN that can be used here.))',
    waiting: 'Waiting for your Device',
  },
  'webauthn-roaming': {
    challenge: [
      'Verify your identity',
      'Make sure your Security Key is nearby. Once you continue, you will be prompted to use it.',
    ],
    enroll: ['Adding your Security Key', 'Connect your Security Key and continue.'],
    missing: 'We are sorry but your browser or device does not support Security Keys.',
    waiting: 'Waiting for your Security Key',
  },
} as const;

export interface WebauthnView extends PageView {
  factor: WebauthnFactor;
  kind: 'challenge' | 'enroll';
  /** The options for the browser's API, as JSON. */
  options: string;
  hasOthers: boolean;
}

/** Returns the text for a browser without support; the script shows it, or the page if scripts are off. */
const recovery = ({ hasOthers }: WebauthnView): string =>
  hasOthers ? 'Try another method or another browser.' : 'Try using another browser or log in from another device.';

export function webauthnPage(view: WebauthnView): string {
  const texts = TEXTS[view.factor];
  const [heading, description] = texts[view.kind];
  return loginPage(view, {
    heading,
    scripts: WEBAUTHN_SCRIPTS,
    body: html`<p class="muted">${description}</p>${messages(view)}
<p class="error" id="missing" tabindex="-1" hidden>${texts.missing} ${recovery(view)}</p>
<noscript><p class="error">((This method needs JavaScript.)) ${recovery(view)}</p></noscript>
<div id="ceremony" data-kind="${view.kind}" data-factor="${view.factor}" data-options="${view.options}">${form(
      view.state,
      html`<input type="hidden" name="response"><input type="hidden" name="problem">
<p role="status" id="waiting" data-text="${texts.waiting}"></p>
<button type="submit" name="action" value="default" autofocus>${view.error === undefined ? 'Continue' : 'Try again'}</button>${tryAnother(view)}`,
    )}</div>`,
  });
}
