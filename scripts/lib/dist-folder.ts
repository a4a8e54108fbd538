/**
 * The output folder, relative to the project; auth0-deploy-cli warns of files outside it
 * (docs/notes/deploy-cli.md#files-outside-the-folder). It has a file of its own, so that its readers do not load the
 * builder.
 */
export const DIST = 'dist/tenant';

/**
 * The folder with the Actions of environments that have their own settings, one folder for each; relative to the
 * project.
 */
export const ENVIRONMENTS_DIST = 'dist/environments';
