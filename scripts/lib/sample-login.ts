import { type ActionRun, type Emulator, type Person, signIn, UserAgent } from '../../emulator/index.ts';
import { apiCall } from './api-call.ts';
import { codesIn } from './reasons.ts';

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

const actionAccount = ({ name, commands, logs }: ActionRun): ActionAccount => ({
  name,
  commands: commands.map(apiCall),
  reasons: codesIn(logs),
});
