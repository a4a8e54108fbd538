/**
 * Lists names of mail providers that give a mailbox to anyone: neither they nor names below them are a customer's email
 * domain. The list is of 2026-11-23 and contains the large providers only. Onboarding and `npm run domains` know about
 * 14,000 (`scripts/lib/domains/mail-lists.ts`). The lists are texts for {@link words}, because sets would cost time at
 * every cold start and most logins never use them.
 */

/** Lists names that belong to a provider under every suffix: yahoo.co.jp, hotmail.fr. */
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
 * Lists hosts below which each tenant of a service has its own name. The hosts themselves are ordinary companies'
 * domains: a provider of such a service can be a customer.
 */
export const SHARED_HOSTS = `
onmicrosoft.com sharepoint.com okta.com okta-emea.com oktapreview.com auth0.com
force.com salesforce.com atlassian.net myworkday.com
service-now.com slack.com zendesk.com freshdesk.com zoom.us
`;

export const words = (text: string): string[] => text.trim().split(/\s+/);
