import { type Emulator, PortInUseError, startEmulator } from '../../../emulator/index.ts';
import { type BuiltTenant, buildTenant } from '../../lib/build/build-tenant.ts';
import { failed, ok, type Result } from '../../lib/failures.ts';
import type { SampleAccount } from '../../lib/sample-account.ts';
import { registerSampleApplications } from '../../lib/sample-applications.ts';
import { createSampleCustomers, type SampleCustomers, type SamplePerson } from '../../lib/sample-customers.ts';
import { type OwnLoginAccount, ownLogin, sampleLogin } from '../../lib/sample-login.ts';
import { sampleLoop } from '../../lib/sample-loop.ts';
import { type DeployReport, deploy } from '../deploy/run.ts';
import { createOwnPeople, ownSamples } from './own-samples.ts';
import { sampleNames } from './sample-names.ts';

export interface StartOptions {
  rootDir: string;
  /** The port of the https listener; browsers use the next one. */
  port: number;
  /** The command that another run shows while it waits for this one (`npm start`). */
  command?: string;
  /** Told once for each step, in the imperative's past: "deployed …". */
  onProgress: (step: string) => void;
}

export interface Started {
  account: SampleAccount;
  /** What a person needs to do the same in a browser. */
  guide: string;
  close(): Promise<void>;
}

/** The whole job on a local tenant: build, deploy, two customers, and a login as Okta does it. */
export async function start(options: StartOptions): Promise<Result<Started>> {
  const opened = await openSample(options);
  if (!opened.ok) return opened;
  const { emulator } = opened.value;
  try {
    return ok({ ...(await sampleRun(opened.value, options)), close: () => emulator.close() });
  } catch (error) {
    await emulator.close();
    throw error;
  }
}

async function openEmulator({ rootDir, port, onProgress }: StartOptions): Promise<Result<Emulator>> {
  try {
    const emulator = await startEmulator({ port, projectDir: rootDir, onNote: (text) => onProgress(`note: ${text}`) });
    onProgress(`local tenant at ${emulator.issuer}`);
    return ok(emulator);
  } catch (error) {
    if (!(error instanceof PortInUseError)) throw error;
    return failed({
      code: 'PORT_IN_USE',
      expected: `two free ports, ${port} and ${port + 1}`,
      found: `something is listening on ${error.port}`,
      fix: 'Choose another port with --port N (0 takes free ones), or end what is listening.',
    });
  }
}

/** Represents a local tenant that is deployed to, with Okta's key usable. */
export interface OpenTenant {
  emulator: Emulator;
  /** The sources as they were deployed. */
  built: BuiltTenant;
  oinClientId: string;
  deployed: DeployReport;
}

/** Returns the deployed tenant without sample data; closes it if the deploy fails. */
async function openDeployed(options: StartOptions): Promise<Result<OpenTenant>> {
  const opened = await openEmulator(options);
  if (!opened.ok) return opened;
  const { value: emulator } = opened;
  const { domain, deployClient, caFile, okta } = emulator;
  const { rootDir } = options;
  const environment = 'local';
  try {
    const built = await buildTenant({ rootDir, environment, domain });
    if (!built.ok) {
      await emulator.close();
      return built;
    }
    const deployed = await deploy({
      rootDir,
      environment,
      built: built.value,
      connection: { domain, ...deployClient, caFile },
      oktaPublicKeyPem: okta.publicKeyPem,
      command: options.command ?? 'npm start',
      // Nobody else uses this tenant.
      acceptRemovals: true,
      acceptLoosening: true,
      onProgress: options.onProgress,
    });
    if (!deployed.ok) {
      await emulator.close();
      return deployed;
    }
    const { oinClientId } = deployed.value;
    okta.connect(oinClientId);
    return ok({ emulator, built: built.value, oinClientId, deployed: deployed.value });
  } catch (error) {
    await emulator.close();
    throw error;
  }
}

/** Describes a tenant to work on. */
export interface SampleTenant extends OpenTenant {
  customers: SampleCustomers;
  /** People of the team's own samples. */
  own: SamplePerson[];
}

/** Returns a tenant to work on, with two customers, both sample applications and the team's own samples. */
export async function openSample(options: StartOptions): Promise<Result<SampleTenant>> {
  const samples = await ownSamples(options.rootDir);
  if (!samples.ok) return samples;
  const opened = await openDeployed(options);
  if (!opened.ok) return opened;
  const { emulator, built } = opened.value;
  const { domain, deployClient, apps } = emulator;
  try {
    const names = await sampleNames(options.rootDir, built.manifest);
    const customers = await createSampleCustomers({ domain, ...deployClient }, names);
    options.onProgress('sample customers acme and globex');
    const own = await createOwnPeople({ domain, ...deployClient }, names, customers, samples.value);
    if (own.length > 0)
      options.onProgress(`people of actions/samples.ts: ${own.map(({ username }) => username).join(', ')}`);
    await registerSampleApplications({ domain, ...deployClient }, apps);
    return ok({ ...opened.value, customers, own });
  } catch (error) {
    await emulator.close();
    throw error;
  }
}

async function sampleRun(
  { emulator, customers, own, deployed }: SampleTenant,
  options: StartOptions,
): Promise<Omit<Started, 'close'>> {
  const login = await sampleLogin(emulator, customers.acmeAdmin);
  const loginByRole = await sampleLogin(emulator, customers.globexAdmin);
  options.onProgress('two logins as Okta does them');
  const ownLogins: OwnLoginAccount[] = [];
  for (const person of own) ownLogins.push(await ownLogin(emulator, person));
  const loop = await sampleLoop(emulator, customers.acmeAdmin);
  options.onProgress('Express Configuration, sign-on, SCIM and Universal Logout');
  const { actions, requests, writes } = deployed;
  return {
    account: { deploy: { actions, requests, writes }, login, loginByRole, ownLogins, loop },
    guide: guide(emulator, [...Object.values(customers), ...own]),
  };
}

function guide({ browserOrigin, issuer, controlToken, apps }: Emulator, all: readonly SamplePerson[]): string {
  const people = all.map(
    ({ username, password, organization, role }) =>
      `  ${username}  ${password}  organization ${organization}  (${role})`,
  );
  return [
    'Now in your browser:',
    `  Okta, acme: done             ${browserOrigin}/_local/okta/acme`,
    `  Okta, globex: for you to do  ${browserOrigin}/_local/okta/globex`,
    `  Okta's dashboard for people  ${browserOrigin}/_local/okta/acme/home`,
    `  ${apps.saas.name.padEnd(27)}  ${browserOrigin}${apps.saas.path}/`,
    `  ${apps.reports.name.padEnd(27)}  ${browserOrigin}${apps.reports.path}/`,
    `  Express Configure at once    ${browserOrigin}/_local/okta/start`,
    `  one-time codes               ${browserOrigin}/_local/authenticator`,
    `  what happens inside          ${browserOrigin}/_local/`,
    `  tenant                       ${issuer}`,
    `  its control token            ${controlToken}`,
    '',
    ...people,
    '',
    'Ctrl-C ends the tenant.',
    '',
  ].join('\n');
}
