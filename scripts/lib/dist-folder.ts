/** Relative to the project; auth0-deploy-cli loads nothing outside it. Alone here, so that readers of it load no builder. */
export const DIST = 'dist/tenant';
