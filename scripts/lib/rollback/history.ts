import type { Management, ManagementClient } from 'auth0';
import type { ActionYaml } from '../manifest/tenant-file.ts';
import { readActions } from '../tenant/deployed-actions.ts';
import { collect } from '../tenant/read.ts';

/** Describes a version of an Action that is live or was. */
export interface Version {
  id: string;
  number: number;
  /** ISO 8601. Auth0 makes a version when it goes live. */
  createdAt: string;
  code: string;
  /** Equal if two versions differ only in values of secrets, which cannot be read. */
  content: string;
}

export interface ActionHistory {
  actionId: string;
  name: string;
  live: Version;
  /** Those that Auth0 still has, the oldest first; the last is {@link live}. */
  versions: Version[];
  /** Its draft is another than what is live. */
  hasOwnDraft: boolean;
}

/** Reads the histories of the Actions in this list that are deployed, in its order. */
export async function readHistories(api: ManagementClient, ours: ActionYaml[]): Promise<ActionHistory[]> {
  const actions = await readActions(api, ours);
  const histories = ours.map(async ({ name }): Promise<ActionHistory[]> => {
    const { id: actionId = '', deployed_version: deployed, all_changes_deployed } = actions.get(name) ?? {};
    if (deployed === undefined) return [];
    const live = toVersion(deployed);
    // The SDK writes the next page into the object it is given: each call needs its own.
    const older = (await collect(api.actions.versions.list(actionId, { per_page: 50 })))
      .filter(({ status }) => status !== 'failed')
      .map(toVersion)
      .filter(({ number }) => number < live.number)
      .sort((a, b) => a.number - b.number);
    return [{ actionId, name, live, versions: [...older, live], hasOwnDraft: all_changes_deployed === false }];
  });
  return (await Promise.all(histories)).flat();
}

/** Reads the live version of an Action. */
export async function readLive(api: ManagementClient, actionId: string): Promise<Version | undefined> {
  const { deployed_version: deployed } = await api.actions.get(actionId);
  return deployed && toVersion(deployed);
}

function toVersion(version: Management.ActionVersion | Management.ActionDeployedVersion): Version {
  const { id = '', number = 0, created_at: createdAt = '', code = '', runtime, supported_triggers } = version;
  const dependencies = (version.dependencies ?? []).map((dependency) => `${dependency.name}@${dependency.version}`);
  // Only the names of secrets count: it is unknown whether a version that was put back keeps their dates.
  const secrets = (version.secrets ?? []).map((secret) => secret.name);
  const content = JSON.stringify([code, runtime, supported_triggers, dependencies.sort(), secrets.sort()]);
  return { id, number, createdAt, code, content };
}
