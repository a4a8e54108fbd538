/**
 * Renders pages of the phone factor, with the texts of Universal Login's text customization (prompts mfa-phone,
 * mfa-sms, mfa-voice).
 */
import type { MessageType } from '../state.ts';
import { codeField } from './codes.ts';
import { tryAnother } from './factors.ts';
import { field, form, type Html, html, loginPage, messages, type PageView } from './html.ts';

const CHOICES: Record<MessageType, string> = { sms: 'Text message', voice: 'Voice call' };

/** Returns the buttons; one if there is only one type. */
const typeButtons = (types: readonly MessageType[]): Html =>
  types.length > 1
    ? html`<p>How do you want to receive the code?</p>${types.map(
        (type) => html`<button class="plain choice" name="action" value="${type}">${CHOICES[type]}</button>`,
      )}`
    : html`<button type="submit">Continue</button>`;

export const phoneEnrollmentPage = (
  view: PageView & { types: readonly MessageType[]; number: string; hasOthers: boolean },
): string =>
  loginPage(view, {
    heading: 'Secure Your Account',
    body: html`<p class="muted">Enter your phone number below. A 6-digit code will be sent to that number.</p>${messages(view)}${form(
      view.state,
      html`${field(view, {
        name: 'phone',
        label: 'Phone number, with country code',
        attributes: html`type="tel" autocomplete="tel" maxlength="30" value="${view.number}"`,
      })}${typeButtons(view.types)}${tryAnother(view)}`,
    )}`,
  });

/** The choice between a text message and a call, before a code is sent. */
export const phoneChallengePage = (
  view: PageView & { types: readonly MessageType[]; maskedNumber: string; hasOthers: boolean },
): string =>
  loginPage(view, {
    heading: 'Verify Your Identity',
    body: html`<p class="muted">We will send a 6-digit code to the following phone number:</p>
<p class="who"><span id="phone">${view.maskedNumber}</span></p>${messages(view)}${form(
      view.state,
      html`${typeButtons(view.types)}${tryAnother(view)}`,
    )}`,
  });

const SENT: Record<MessageType, string> = {
  sms: "We've sent a text message to:",
  voice: "We've sent a 6-digit code via voice phone call to the following phone number:",
};

export interface PhoneCodeView extends PageView {
  type: MessageType;
  maskedNumber: string;
  /** Another way to send the code, where there is one. */
  other: MessageType | undefined;
  /** The number was typed just now and can be typed again. */
  isNew: boolean;
  hasOthers: boolean;
}

export const phoneCodePage = (view: PhoneCodeView): string =>
  loginPage(view, {
    heading: 'Verify Your Identity',
    body: html`<p class="muted">${SENT[view.type]} <span id="phone">${view.maskedNumber}</span>
((It is in <a href="/_local/mail" target="_blank">this tenant's outbox</a>.))</p>${messages(view)}${form(
      view.state,
      html`${codeField(view)}<button type="submit">Continue</button>
<button class="link" name="action" value="resend-code" formnovalidate>Resend</button>${
        view.other !== undefined &&
        html`<button class="link" name="action" value="${view.other}" formnovalidate>${view.other === 'voice' ? 'Get a call' : 'Send a text'}</button>`
      }${
        view.isNew &&
        html`<button class="link" name="action" value="change-phone" formnovalidate>Choose another phone number</button>`
      }${tryAnother(view)}`,
    )}`,
  });
