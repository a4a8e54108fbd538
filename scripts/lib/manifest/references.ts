import type { Failure, Place } from '../failures.ts';
import { OIN_APP_TYPE } from './integration.ts';
import { type ActionYaml, type TenantFile, triggerOf } from './tenant-file.ts';
import type { Path, YamlFile } from './yaml-file.ts';

/**
 * Checks names that must refer to something in the same file: auth0-deploy-cli sends an unknown name unchanged, or
 * drops it.
 */
export function checkReferences(tenant: TenantFile, yaml: YamlFile): Failure[] {
  const clients = tenant.clients.map((client) => client.name);
  const oinClients = tenant.clients.filter((client) => client.app_type === OIN_APP_TYPE).map((client) => client.name);
  const actions = tenant.actions.map((action) => action.name);
  const connectionProfiles = (tenant.connectionProfiles ?? []).map((profile) => profile.name);
  const attributeProfiles = (tenant.userAttributeProfiles ?? []).map((profile) => profile.name);

  const mustName = (what: string, known: string[], name: string, path: Path): Failure[] =>
    known.includes(name) ? [] : [unknownReference(what, known, name, path, yaml)];

  return [
    ...Object.entries(tenant.triggers).flatMap(([trigger, bindings]) =>
      bindings.flatMap(({ action_name: name }, index) => {
        const path = ['triggers', trigger, index, 'action_name'];
        const action = tenant.actions.find((candidate) => candidate.name === name);
        return action === undefined
          ? mustName('an Action', actions, name, path)
          : otherTrigger(action, trigger, yaml.placeOf(path));
      }),
    ),
    ...tenant.clients.flatMap(({ express_configuration: express }, index) => {
      if (express === undefined) return [];
      const at: Path = ['clients', index, 'express_configuration'];
      return [
        ...mustName('a connection profile', connectionProfiles, express.connection_profile_id, [
          ...at,
          'connection_profile_id',
        ]),
        ...mustName('a user attribute profile', attributeProfiles, express.user_attribute_profile_id, [
          ...at,
          'user_attribute_profile_id',
        ]),
        ...mustName('an OIN client', oinClients, express.okta_oin_client_id, [...at, 'okta_oin_client_id']),
        ...(express.linked_clients ?? []).flatMap(({ client_id: name }, position) =>
          mustName('a client', clients, name, [...at, 'linked_clients', position, 'client_id']),
        ),
      ];
    }),
    ...(['databases', 'connections'] as const).flatMap((section) =>
      (tenant[section] ?? []).flatMap(({ enabled_clients: enabled = [] }, index) =>
        enabled.flatMap((name, position) =>
          mustName('a client', clients, name, [section, index, 'enabled_clients', position]),
        ),
      ),
    ),
  ];
}

function unknownReference(what: string, known: string[], name: string, path: Path, yaml: YamlFile): Failure {
  return {
    code: 'UNKNOWN_REFERENCE',
    expected: `the name of ${what} in this file${known.length > 0 ? `: ${known.join(', ')}` : ''}`,
    found: `"${name}"`,
    where: yaml.placeOf(path),
    fix: `Correct the name, or add ${what} "${name}".`,
  };
}

/** Finds an Action bound to another trigger: Auth0 binds an Action only to the trigger that it was made for. */
function otherTrigger(action: ActionYaml, trigger: string, where: Place): Failure[] {
  if (triggerOf(action) === trigger) return [];
  return [
    {
      code: 'ACTION_BINDINGS',
      expected: `an Action of ${trigger}`,
      found: `"${action.name}", whose \`supported_triggers:\` says ${triggerOf(action)}`,
      where,
      fix: `Bind it under ${triggerOf(action)}, or correct its \`supported_triggers:\`.`,
    },
  ];
}
