import type { SchemaObject } from 'ajv';
import type { Failure } from '../failures.ts';
import { describeName, describeValue } from './describe-value.ts';
import { removeName } from './schema.ts';
import type { YamlFile } from './yaml-file.ts';

/**
 * Top-level keys auth0-deploy-cli 8.44 knows (`lib/tools/auth0/schema.js`); it ends at any other, but only once it has
 * a token.
 */
export const DEPLOY_CLI_SECTIONS: readonly string[] = [
  'actionModules',
  'actions',
  'attackProtection',
  'branding',
  'clientGrants',
  'clients',
  'connectionProfiles',
  'connections',
  'customDomains',
  'databases',
  'emailProvider',
  'emailTemplates',
  'eventStreams',
  'flowVaultConnections',
  'flows',
  'forms',
  'guardianFactorProviders',
  'guardianFactorTemplates',
  'guardianFactors',
  'guardianPhoneFactorMessageTypes',
  'guardianPhoneFactorSelectedProvider',
  'guardianPolicies',
  'hooks',
  'logStreams',
  'networkACLs',
  'organizations',
  'pages',
  'phoneProviders',
  'phoneTemplates',
  'prompts',
  'rateLimitPolicies',
  'resourceServers',
  'riskAssessment',
  'roles',
  'rules',
  'rulesConfigs',
  'selfServiceProfiles',
  'supplementalSignals',
  'tenant',
  'themes',
  'tokenExchangeProfiles',
  'triggers',
  'userAttributeProfiles',
];

/** Lists the sections that are one object; every other is a list of objects (`lib/tools/auth0/schema.js`). */
const OBJECT_SECTIONS: readonly string[] = [
  'attackProtection',
  'branding',
  'emailProvider',
  'guardianPhoneFactorMessageTypes',
  'guardianPhoneFactorSelectedProvider',
  'prompts',
  'riskAssessment',
  'supplementalSignals',
  'tenant',
  'triggers',
];

const OBJECT = { type: 'object' };

/** Returns the JSON Schema of each section's shape; auth0-deploy-cli ends at another one, but only once it has a token. */
export const sectionShapes = (): Record<string, SchemaObject> =>
  Object.fromEntries(
    DEPLOY_CLI_SECTIONS.filter((section) => !Object.hasOwn(REFUSED_SECTIONS, section)).map((section) => [
      section,
      OBJECT_SECTIONS.includes(section) ? OBJECT : { type: 'array', items: OBJECT },
    ]),
  );

/** Sections auth0-deploy-cli knows and a deploy of this project does not touch, with what to do instead. */
export const REFUSED_SECTIONS: Readonly<Record<string, string>> = {
  organizations:
    "Remove it: organizations are customers' data, changed at run time by onboarding and by Okta; a deploy would undo that.",
  guardianPolicies: "Remove it: the policy is every application's. The step-up Action asks for the factor instead.",
};

/** Finds sections that are unknown, or that this project does not let a deploy change. */
export function checkSections(yaml: YamlFile): Failure[] {
  const { value } = yaml;
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((section): Failure[] => {
    const where = yaml.placeOfKey([section]);
    const refusal = Object.hasOwn(REFUSED_SECTIONS, section) ? REFUSED_SECTIONS[section] : undefined;
    if (refusal !== undefined) {
      return [
        {
          code: 'SECTION_REFUSED',
          expected: `no section "${section}"`,
          found: describeValue(section),
          where,
          fix: refusal,
        },
      ];
    }
    if (DEPLOY_CLI_SECTIONS.includes(section)) return [];
    return [
      {
        code: 'UNKNOWN_SECTION',
        expected: 'a section auth0-deploy-cli knows',
        found: describeName(section),
        where,
        fix: removeName(section),
      },
    ];
  });
}
