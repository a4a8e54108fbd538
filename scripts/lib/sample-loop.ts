/**
 * Runs what follows Express Configuration, by people without a screen: sign-on through Okta, provisioning, and logout.
 */
import { type Emulator, OktaOperator, OktaUser, textOf, type VisitedPage } from '../../emulator/index.ts';
import type { SamplePerson } from './sample-customers.ts';

export interface LoopStep {
  /** The step, for instance `Express Configure SCIM`. */
  step: string;
  /** Its result, in one line. */
  outcome: string;
}

export interface LoopAccount {
  steps: LoopStep[];
  /** The step at which it stopped, and why. */
  stopped?: LoopStep;
}

const OKTA_ORG = 'acme';
const EMPLOYEE = 'someone@acme.com';
const NEW_EMPLOYEE = 'kim@eu.acme.com';

type Step = [step: string, run: () => Promise<string>];

/** Runs the loop. If a tenant's settings allow less, it stops on the way and returns the reason. */
export async function sampleLoop({ browserOrigin, apps }: Emulator, admin: SamplePerson): Promise<LoopAccount> {
  const okta = new OktaOperator(browserOrigin, OKTA_ORG);
  const employee = new OktaUser(browserOrigin, EMPLOYEE);
  const { saas, reports } = apps;

  const steps: Step[] = [
    ['Express Configure SSO & UL', async () => done(await okta.expressConfigure('sso', admin))],
    ['once more', async () => done(await okta.expressConfigure('sso', admin))],
    [
      `${EMPLOYEE} signs in at ${saas.name}`,
      async () => {
        await okta.assign(EMPLOYEE);
        return signedIn(await employee.signInAt(saas.path, admin.organizationId));
      },
    ],
    [
      `and at ${reports.name}, linked to it`,
      async () => signedIn(await employee.signInAt(reports.path, admin.organizationId)),
    ],
    ['Express Configure SCIM', async () => done(await okta.expressConfigure('scim', admin))],
    [`${NEW_EMPLOYEE} is assigned`, async () => logged(await okta.assign(NEW_EMPLOYEE))],
    [`${NEW_EMPLOYEE} leaves`, async () => logged(await okta.unassign(NEW_EMPLOYEE))],
    ['Clear user sessions', async () => logged(await okta.clearSessions(EMPLOYEE))],
    [`${EMPLOYEE} at ${saas.name}`, async () => said(await employee.open(`${saas.path}/`), '[role=status]')],
  ];
  const account: LoopAccount = { steps: [] };
  for (const [step, run] of steps) {
    try {
      account.steps.push({ step, outcome: await run() });
    } catch (error) {
      account.stopped = { step, outcome: error instanceof Error ? error.message : String(error) };
      break;
    }
  }
  return account;
}

function said(page: VisitedPage, selector: string): string {
  const text = textOf(page, selector);
  if (text === undefined) throw new Error(textOf(page, '[role=alert]') ?? `it ended at ${page.url.pathname}`);
  return text;
}

const done = (page: VisitedPage): string => said(page, '[role=status]');
const logged = (page: VisitedPage): string => said(page, 'ol.events li span');
const signedIn = (page: VisitedPage): string =>
  `${said(page, 'h1')}: user ${said(page, '[data-claim=sub]')} of organization ${said(page, '[data-claim=org_id]')}`;
