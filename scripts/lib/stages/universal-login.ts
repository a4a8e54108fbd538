import { PROMPTS_WITH_DEPLOY_CLI } from '../management-api/sections.ts';
import type { PromptsYaml, TenantFile } from '../manifest/tenant-file.ts';
import { differing, mismatches } from '../tenant/difference.ts';
import type { Stage } from './stage.ts';

/**
 * Writes how people log in. It uses the SDK: for a file with `prompts` auth0-deploy-cli compiles 8 MB of schema, twice
 * (docs/notes/deploy-cli.md#schema-of-8-mb).
 */
export const universalLogin: Stage = {
  name: 'universal-login',
  title: 'Universal Login settings',

  async compare({ api, built }) {
    const settings = loginSettings(built.manifest.tenant);
    if (Object.keys(settings).length === 0) return { differences: [] };
    const fields = mismatches(await api.prompts.getSettings(), settings);
    return { differences: differing(['prompts'], 'Universal Login', fields) };
  },

  async apply({ api, built }) {
    await api.prompts.updateSettings(loginSettings(built.manifest.tenant));
    return { failures: [] };
  },
};

const select = (prompts: PromptsYaml = {}, isWanted: (key: string) => boolean): PromptsYaml =>
  Object.fromEntries(Object.entries(prompts).filter(([key]) => isWanted(key)));

/** Returns the settings that `PATCH /prompts` accepts. */
const loginSettings = ({ prompts }: TenantFile): PromptsYaml =>
  select(prompts, (key) => !PROMPTS_WITH_DEPLOY_CLI.includes(key));

/** Returns the part of `prompts:` for auth0-deploy-cli: texts and templates of the pages. */
export const loginTexts = ({ prompts }: TenantFile): PromptsYaml =>
  select(prompts, (key) => PROMPTS_WITH_DEPLOY_CLI.includes(key));
