import { DEFAULT_NAMES, type EventAttribute, type EventNames } from '#actions-testing';
import type { DomainSettings } from '../../../library/domain-settings.ts';
import { metadataKeyOf } from '../../../library/organization-metadata.ts';
import type { ManagedAttribute } from '../bundle/admin-attribute.ts';
import { loadText } from '../bundle/evaluate.ts';
import { projectAttribute } from '../bundle/project-attribute.ts';
import { adminRole } from '../manifest/admin-role.ts';
import { readManifest } from '../manifest/manifest.ts';

const ENTRY = `export { domains } from './actions/config.ts';`;

/**
 * Reads what a project calls its attribute, its role and its metadata key in an environment, for events. What does not load has the name
 * that it is shipped with: nothing can be deployed from it.
 */
export async function eventNames(rootDir: string, environment = 'local'): Promise<EventNames> {
  const [attribute, { domains }, manifest] = await Promise.all([
    projectAttribute(rootDir),
    loadText<{ domains: DomainSettings }>(rootDir, ENTRY, undefined).catch(() => ({ domains: undefined })),
    readManifest({ rootDir, environment }),
  ]);
  return {
    metadataKey: domains === undefined ? DEFAULT_NAMES.metadataKey : metadataKeyOf(domains),
    adminRole: manifest.ok ? adminRole(manifest.value) : DEFAULT_NAMES.adminRole,
    attribute: attribute.ok ? eventAttribute(attribute.value) : DEFAULT_NAMES.attribute,
  };
}

/** Returns an attribute as events have it, of whatever shape it is. */
const eventAttribute = ({ key, isList, grant }: ManagedAttribute): EventAttribute => ({
  key,
  ...(!isList && { valueFor: (organizationId, scopes) => grant(undefined, organizationId, scopes) }),
});
