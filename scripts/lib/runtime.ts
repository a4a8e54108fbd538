/**
 * Auth0's runtime for the Actions, and esbuild's name for the same version of Node: every bundle is made for it, every Action
 * of `tenant.yaml` is deployed with it. A successor is this line, and the optional packages of that Node in `package.json`.
 */
export const RUNTIME = 'node22';
