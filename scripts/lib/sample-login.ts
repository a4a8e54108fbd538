import { type ActionRun, type Emulator, type Person, signIn, UserAgent } from '../../emulator/index.ts';
import { apiCall } from './api-call.ts';
import { codesIn } from './reasons.ts';
import type { SamplePerson } from './sample-customers.ts';

/** One Action in one login, as the account tells it. */
export interface ActionAccount {
  name: string;
  /** Calls on `api`, for instance `accessToken.addScope("express_configure:sso")`. */
  commands: string[];
  /** The codes it logged. */
  reasons: string[];
}

export interface LoginAccount {
  /** Of the verified access token. */
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
  /** What it shows, in the team's words. */
  shows: string;
  /** Absent where the tenant refused it. */
  login?: LoginAccount;
  /** What the tenant refused, in its words. */
  refused?: string;
}

/** Logs in like {@link sampleLogin}. A login that is refused is a result too: it may be what the person shows. */
export async function ownLogin(emulator: Emulator, person: SamplePerson): Promise<OwnLoginAccount> {
  const account = { person: person.username, organization: person.organization, shows: person.role };
  try {
    return { ...account, login: await sampleLogin(emulator, person) };
  } catch (error) {
    return { ...account, refused: refusalOf(error) };
  }
}

/** The tenant's own words, where Okta's client got an answer that is an error. */
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
