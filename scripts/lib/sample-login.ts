import { type ActionRun, type Emulator, type Person, signIn, UserAgent } from '../../emulator/index.ts';
import { apiCall } from './api-call.ts';
import { codesIn } from './reasons.ts';
import type { SamplePerson } from './sample-customers.ts';

/** Describes one Action in one login, for the account. */
export interface ActionAccount {
  name: string;
  /** Calls on `api`, for instance `accessToken.addScope("express_configure:sso")`. */
  commands: string[];
  /** The codes it logged. */
  reasons: string[];
}

export interface LoginAccount {
  /** The claims of the verified access token. */
  claims: Record<string, unknown>;
  actions: ActionAccount[];
  /** Texts of the consent page's list. */
  consent: string[];
}

/** Does what Okta does, with a headless browser and `person` at the keyboard; rejects with what the tenant refused. */
export async function sampleLogin(emulator: Emulator, person: Person): Promise<LoginAccount> {
  const { okta } = emulator;
  const agent = new UserAgent(okta.redirectUri);
  const { callback, consentTexts = [] } = await signIn(agent, await okta.begin(), person);
  const { claims } = await okta.complete(callback);
  return { claims, actions: (emulator.runs().at(-1)?.actions ?? []).map(actionAccount), consent: consentTexts };
}

/** Describes a login as somebody of the team's own samples. */
export interface OwnLoginAccount {
  person: string;
  organization: string;
  /** What the login demonstrates, in the team's text. */
  shows: string;
  /** Absent where the tenant refused it. */
  login?: LoginAccount;
  /** The tenant's message, if it refused the login. */
  refused?: string;
}

/** Logs in like {@link sampleLogin}. A refused login is a result too: the person may be there to show it. */
export async function ownLogin(emulator: Emulator, person: SamplePerson): Promise<OwnLoginAccount> {
  const account = { person: person.username, organization: person.organization, shows: person.role };
  try {
    return { ...account, login: await sampleLogin(emulator, person) };
  } catch (error) {
    return { ...account, refused: refusalOf(error) };
  }
}

/** Returns the tenant's message, if Okta's client got an error. */
function refusalOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const description: unknown = Reflect.get(error, 'error_description');
  return typeof description === 'string' ? description : error.message;
}

const actionAccount = ({ name, commands, logs }: ActionRun): ActionAccount => ({
  name,
  commands: commands.map(apiCall),
  reasons: codesIn(logs),
});
