import type { Person } from '../../emulator/index.ts';
import { sampleMaker } from './sample-maker.ts';

export interface SamplePerson extends Person {
  userId: string;
  /** The id of the organization whose name is `organization`. */
  organizationId: string;
  /** What this user demonstrates, for people to read. */
  role: string;
  totpSecret: string;
}

export interface SampleCustomers {
  /** May express-configure acme by attribute. */
  acmeAdmin: SamplePerson;
  /** May express-configure globex by role. */
  globexAdmin: SamplePerson;
  /** Member of both, may express-configure neither. */
  member: SamplePerson;
}

/** Names what the sample customers are made with in the project. */
export interface SampleNames {
  /** Connection of the people. */
  database: string;
  /** Role that permits; without one, everybody who may is permitted by attribute. */
  adminRole?: string;
  /** Key of organizations' metadata that has the domains. */
  metadataKey: string;
  /** Returns the `app_metadata` of an administrator of an organization. */
  administratorMetadata: (organizationId: string) => Record<string, unknown>;
}

/** Creates two customers and their people through the Management API, as an onboarding would. */
export async function createSampleCustomers(
  connection: { domain: string; clientId: string; clientSecret: string },
  { database: databaseName, adminRole, metadataKey, administratorMetadata }: SampleNames,
): Promise<SampleCustomers> {
  const { organization, person, assignRole } = await sampleMaker(connection, databaseName);
  const acme = await organization('acme', 'Acme', { [metadataKey]: 'acme.com, eu.acme.com' });
  const globex = await organization('globex', 'Globex', {});

  const ada = await person('ada@acme.com', 'Ada', [acme], { appMetadata: administratorMetadata(acme) });
  const gus = await person('gus@globex.com', 'Gus', [globex], {
    appMetadata: adminRole === undefined ? administratorMetadata(globex) : {},
  });
  const mel = await person('mel@partner.example', 'Mel', [acme, globex]);

  if (adminRole !== undefined) await assignRole(adminRole, globex, gus.userId);

  return {
    acmeAdmin: { ...ada, organization: 'acme', organizationId: acme, role: 'admin of acme, by attribute' },
    globexAdmin: {
      ...gus,
      organization: 'globex',
      organizationId: globex,
      role: `admin of globex, by ${adminRole === undefined ? 'attribute' : 'role'}`,
    },
    member: { ...mel, organization: 'acme', organizationId: acme, role: 'plain member of acme and globex' },
  };
}
