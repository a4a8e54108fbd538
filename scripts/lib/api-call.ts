/** Renders a recorded call on `api`, for instance `accessToken.addScope("express_configure:sso")`. */
export const apiCall = ({ method, args }: { method: string; args: readonly unknown[] }): string =>
  `${method}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;
