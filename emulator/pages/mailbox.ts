import type { MailRecord } from '../state.ts';
import { html, page } from './html.ts';

/** Returns `2026-03-01T09:30:00.000Z` as `1 March 2026, 09:30:00 UTC`. */
const readable = (iso: string): string =>
  `${new Date(iso).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' })} UTC`;

const KINDS = { sms: 'SMS', voice: 'Voice call' };

const timeOf = (iso: string): string => iso.slice(11, 19);

export const mailboxPage = (mails: readonly MailRecord[]): string =>
  page({
    title: `Outbox (${mails.length})`,
    wide: true,
    body: html`<h1>Outbox</h1><p class="muted">What this tenant sent, newest first. None of it left this machine.</p>
${
  mails.length === 0
    ? html`<p>Nothing was sent yet. This page looks again every five seconds.</p>`
    : html`<ul class="mails">${mails
        .toReversed()
        .map(
          ({ id, kind, to, subject, code, sent_at }) =>
            html`<li data-to="${to}" data-kind="${kind ?? 'email'}"><a href="/_local/mail/${id}"><span class="to">${kind !== undefined && `${KINDS[kind]} to `}${to}</span><span>${subject}</span>${code === undefined ? html`<span class="muted">link</span>` : html`<code class="key">${code}</code>`}<time class="muted" datetime="${sent_at}">${timeOf(sent_at)} UTC</time></a></li>`,
        )}</ul>`
}`,
  });

/** Leads to a page, and runs nothing. */
const isVisitable = (link: string): boolean =>
  link.startsWith('/') || /^https?:$/.test(URL.canParse(link) ? new URL(link).protocol : '');

/** @param link where the mail's link leads from here. */
export const mailPage = (mail: MailRecord, link: string | undefined): string =>
  page({
    title: `${mail.subject} | Outbox`,
    wide: true,
    body: html`<h1>${mail.subject}</h1>
<dl>${mail.kind !== undefined && html`<dt>Kind</dt><dd>${KINDS[mail.kind]}</dd>`}<dt>To</dt><dd>${mail.to}</dd><dt>Sent</dt><dd><time datetime="${mail.sent_at}">${readable(mail.sent_at)}</time></dd></dl>
<h2>Message</h2><pre class="letter">${mail.text}</pre>
${link === undefined ? html`` : html`<p>${isVisitable(link) ? html`<a href="${link}">Open the link</a>` : link}</p>`}
<p><a href="/_local/mail">All mails</a></p>`,
  });
