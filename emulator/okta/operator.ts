/** People who use Okta and the sample applications without a screen: each presses the buttons of the pages. */
import { parse } from 'node-html-parser';
import { type Person, passLogin } from './sign-in.ts';
import { UserAgent, type VisitedPage } from './user-agent.ts';

type At = VisitedPage | { callback: URL };

const shown = (at: At): VisitedPage => {
  if ('html' in at) return at;
  throw new Error(`${at.callback.pathname} was not visited`);
};

/** Returns the text of the first element that `selector` matches, with white space collapsed. */
export const textOf = ({ html }: VisitedPage, selector: string): string | undefined =>
  parse(html).querySelector(selector)?.textContent.replaceAll(/\s+/g, ' ').trim();

/** Presses the person's button on Okta's sign-in page; returns any other page unchanged. */
async function pickPerson(agent: UserAgent, at: VisitedPage, email: string): Promise<At> {
  const button = parse(at.html)
    .querySelectorAll('button[name=person]')
    .find((candidate) => candidate.textContent.includes(email));
  return button === undefined ? at : agent.press(at, `button[value="${button.getAttribute('value')}"]`);
}

/** Acts as an administrator of one Okta org, at its Admin Console. */
export class OktaOperator {
  readonly agent = new UserAgent();
  readonly #base: string;

  constructor(browserOrigin: string, org: string) {
    this.#base = `${browserOrigin}/_local/okta/${org}`;
  }

  /** "Express Configure SSO & UL" or "Express Configure SCIM", logging in as `admin`; the page it ends on. */
  async expressConfigure(feature: 'sso' | 'scim', admin: Person): Promise<VisitedPage> {
    const page = await this.#open(feature === 'sso' ? '/admin' : '/admin/provisioning');
    return passLogin(this.agent, shown(await this.agent.press(page, 'button[name=feature]')), admin);
  }

  /** Continues at Okta after the tenant's redirect: signs in as `email`, and answers the tenant's further pages. */
  async goOnAs(page: VisitedPage, email: string, admin: Person): Promise<VisitedPage> {
    return passLogin(this.agent, shown(await pickPerson(this.agent, page, email)), admin);
  }

  assign = (email: string): Promise<VisitedPage> => this.#act('/admin/assignments', 'assign', email);
  unassign = (email: string): Promise<VisitedPage> => this.#act('/admin/assignments', 'unassign', email);
  deactivate = (email: string): Promise<VisitedPage> => this.#act('/admin/people', 'deactivate', email);
  activate = (email: string): Promise<VisitedPage> => this.#act('/admin/people', 'activate', email);
  /** Clears the person's sessions, with Universal Logout. */
  clearSessions = (email: string): Promise<VisitedPage> => this.#act('/admin/people', 'clear-sessions', email);

  async #act(path: string, action: string, email: string): Promise<VisitedPage> {
    const page = await this.#open(path);
    return shown(await this.agent.press(page, `button[value=${action}][aria-label$=": ${email}"]`));
  }

  async #open(path: string): Promise<VisitedPage> {
    return shown(await this.agent.visit(new URL(this.#base + path)));
  }
}

/** Acts as one of the customer's people, in a separate browser. */
export class OktaUser {
  readonly agent = new UserAgent();
  readonly #browserOrigin: string;
  readonly #email: string;

  constructor(browserOrigin: string, email: string) {
    this.#browserOrigin = browserOrigin;
    this.#email = email;
  }

  /**
   * Logs in at the application: its page, the tenant's identifier page, and Okta's sign-in if that leads there.
   *
   * @param organization its id, which the application passes to `/authorize`.
   */
  async signInAt(path: string, organization = ''): Promise<VisitedPage> {
    const login = new URL(`${this.#browserOrigin}${path}/login`);
    if (organization !== '') login.searchParams.set('organization', organization);
    const at = shown(await this.agent.visit(login));
    if (at.url.pathname !== '/u/login/identifier') return this.#pickMe(at);
    return this.#pickMe(shown(await this.agent.submit(at, { username: this.#email })));
  }

  /** Through the application's tile on Okta's dashboard. */
  async openTile(org: string): Promise<VisitedPage> {
    const home = await this.#pickMe(await this.open(`/_local/okta/${org}/home`));
    const tile = parse(home.html).querySelector('a.tile')?.getAttribute('href');
    if (tile === undefined) return home;
    return this.#pickMe(await this.open(tile));
  }

  async open(path: string): Promise<VisitedPage> {
    return shown(await this.agent.visit(new URL(this.#browserOrigin + path)));
  }

  async #pickMe(at: VisitedPage): Promise<VisitedPage> {
    return shown(await pickPerson(this.agent, at, this.#email));
  }
}
