/**
 * Names under which mailboxes belong to whoever asks for one: no customer's email domain, nor is any name below them. As of 2026-11-23, from common knowledge of the providers: the large ones,
 * not all. Onboarding and `npm run domains` know some 14,000 (`scripts/lib/domains/mail-lists.ts`). They are texts of {@link words}, because a cold start would pay for sets that most logins never use.
 */

/** Names that are a provider's under whatever suffix: yahoo.co.jp, hotmail.fr. */
export const FREE_MAIL_NAMES = `
aol bigpond btinternet fastmail foxmail gmail gmx googlemail hanmail hotmail live mailinator
outlook protonmail rocketmail sbcglobal tiscali tutanota startmail tutamail virginmedia
wanadoo yahoo yandex ymail yopmail zoho zohomail
`;

export const FREE_MAIL_DOMAINS = `
msn.com icloud.com me.com mac.com privaterelay.appleid.com proton.me tuta.com hey.com duck.com
mailbox.org mail.com email.com verizon.net att.net comcast.net talktalk.net web.de
t-online.de freenet.de email.de orange.fr free.fr sfr.fr ziggo.nl
libero.it sapo.pt uol.com.br wp.pl seznam.cz abv.bg mail.ru bk.ru rambler.ru ya.ru
qq.com 163.com 126.com sina.com sohu.com naver.com daum.net googlegroups.com
`;

/**
 * Below these each tenant of a service has a name of its own. The names themselves are ordinary companies' domains: a provider of
 * such a service can be a customer.
 */
export const SHARED_HOSTS = `
onmicrosoft.com sharepoint.com okta.com okta-emea.com oktapreview.com auth0.com
force.com salesforce.com atlassian.net myworkday.com
service-now.com slack.com zendesk.com freshdesk.com zoom.us
`;

export const words = (text: string): string[] => text.trim().split(/\s+/);
