/**
 * Names under which mailboxes belong to whoever asks for one, or hosts to whoever rents one: no customer's email
 * domain, nor is any name below them. As of 2026-11-23, from common knowledge of the providers: the large ones,
 * not all. They are texts of {@link words}, because a cold start would pay for sets that most logins never use.
 */

/** Names that are a provider's under whatever suffix: yahoo.co.jp, hotmail.fr. */
export const FREE_MAIL_NAMES = `
aol bellsouth bigpond blueyonder btinternet dispostable emailondeck fakeinbox fastmail foxmail gmail gmx googlemail
guerrillamail hanmail hotmail hushmail keemail kpnmail mailinator mintemail mohmal ntlworld optonline optusnet
outlook protonmail rediffmail rocketmail sbcglobal sharklasers startmail tiscali tutamail tutanota videotron
virginmedia wanadoo windowslive yahoo yandex ymail yopmail zohomail
`;

export const FREE_MAIL_DOMAINS = `
live.com live.ca live.cn live.co.uk live.com.au live.com.mx live.de live.dk live.fr live.ie live.it live.jp live.nl
live.no live.se msn.com passport.com icloud.com me.com mac.com privaterelay.appleid.com proton.me pm.me tuta.io
tuta.com hey.com duck.com posteo.de mailbox.org runbox.com mail.com email.com usa.com post.com europe.com
consultant.com inbox.com lycos.com excite.com juno.com netzero.net aim.com verizon.net att.net comcast.net cox.net
charter.net earthlink.net windstream.net shaw.ca sympatico.ca telus.net iinet.net.au xtra.co.nz talktalk.net
eircom.net web.de t-online.de freenet.de arcor.de online.de email.de bluewin.ch hispeed.ch chello.at aon.at
orange.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr skynet.be telenet.be ziggo.nl home.nl planet.nl
libero.it virgilio.it alice.it tin.it telefonica.net terra.es sapo.pt uol.com.br bol.com.br terra.com.br ig.com.br
prodigy.net.mx wp.pl o2.pl onet.pl interia.pl seznam.cz email.cz centrum.cz azet.sk abv.bg mail.bg citromail.hu
freemail.hu ukr.net mail.ru bk.ru inbox.ru list.ru internet.ru rambler.ru ya.ru qq.com 163.com 126.com yeah.net
sina.com sina.cn sohu.com aliyun.com 139.com 189.cn 21cn.com tom.com naver.com daum.net kakao.com nate.com
docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp au.com indiatimes.com sify.com walla.co.il walla.com
10minutemail.com temp-mail.org trashmail.com maildrop.cc getnada.com throwawaymail.com
`;

/** Where each tenant of a service has a name of its own below the service's, and the identity services themselves. */
export const SHARED_HOSTS = `
onmicrosoft.com onmicrosoft.us onmicrosoft.de onmschina.cn sharepoint.com
okta.com okta-emea.com okta-gov.com okta.mil oktapreview.com auth0.com auth0app.com
googlegroups.com gserviceaccount.com gappssmtp.com test-google-a.com amazonses.com awsapps.com
force.com atlassian.net myworkday.com sendgrid.net mailgun.org
`;

export const words = (text: string): string[] => text.trim().split(/\s+/);
