/** Relative to the project; auth0-deploy-cli warns of files outside it (docs/notes/deploy-cli.md#files-outside-the-folder). Alone here, so that readers of it load no builder. */
export const DIST = 'dist/tenant';
