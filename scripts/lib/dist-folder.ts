/** Relative to the project; auth0-deploy-cli warns of files outside it (docs/notes/deploy-cli.md#files-outside-the-folder). Alone here, so that readers of it load no builder. */
export const DIST = 'dist/tenant';

/** Where `build` leaves the Actions of environments that have settings of their own, a folder for each; relative to the project. */
export const ENVIRONMENTS_DIST = 'dist/environments';
