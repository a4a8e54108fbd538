import { tryAnother } from './factors.ts';
import { form, html, loginPage, messages, type PageView } from './html.ts';

export type WebauthnFactor = 'webauthn-platform' | 'webauthn-roaming';

/** Addresses of the only scripts there are: the browser package's bundle, and what ties it to the page. */
export const WEBAUTHN_SCRIPTS = ['/_local/webauthn/simplewebauthn.js', '/_local/webauthn/ceremony.js'] as const;

const TEXTS = {
  'webauthn-platform': {
    challenge: [
      'Verify your identity',
      "Press the button and follow your browser's steps to use this device's fingerprint reader, camera or PIN.",
    ],
    enroll: [
      'Add this device',
      "Use this device's fingerprint reader, camera or PIN to verify your identity from now on.",
    ],
    missing: 'This browser or device has no fingerprint reader, face recognition or PIN that can be used here.',
    waiting: 'Waiting for your device…',
  },
  'webauthn-roaming': {
    challenge: [
      'Verify your identity',
      'Make sure your security key is nearby. Once you continue, you will be asked to use it.',
    ],
    enroll: ['Add your security key', "Connect your security key and follow your browser's steps."],
    missing: 'This browser or device does not support security keys.',
    waiting: 'Waiting for your security key…',
  },
} as const;

export interface WebauthnView extends PageView {
  factor: WebauthnFactor;
  kind: 'challenge' | 'enroll';
  /** For the browser's API, as JSON. */
  options: string;
  hasOthers: boolean;
}

/** The way on for somebody whose browser cannot: shown by the script, or where there is no script. */
const recovery = ({ hasOthers }: WebauthnView): string =>
  hasOthers
    ? 'Try another method, or another browser.'
    : 'Log in from another browser or device: no other method can be used in this login.';

export function webauthnPage(view: WebauthnView): string {
  const texts = TEXTS[view.factor];
  const [heading, description] = texts[view.kind];
  return loginPage(view, {
    heading,
    scripts: WEBAUTHN_SCRIPTS,
    body: html`<p class="muted">${description}</p>${messages(view)}
<p class="error" id="missing" tabindex="-1" hidden>${texts.missing} ${recovery(view)}</p>
<noscript><p class="error">This method needs JavaScript. ${recovery(view)}</p></noscript>
<div id="ceremony" data-kind="${view.kind}" data-factor="${view.factor}" data-options="${view.options}">${form(
      view.state,
      html`<input type="hidden" name="response"><input type="hidden" name="problem">
<p role="status" id="waiting" data-text="${texts.waiting}"></p>
<button type="submit" name="action" value="default" autofocus>${view.error === undefined ? 'Continue' : 'Try again'}</button>${tryAnother(view)}`,
    )}</div>`,
  });
}
