import type { ManagedAttribute } from '../bundle/admin-attribute.ts';
import type { Failure } from '../failures.ts';

/** Says that the attribute of a user is not what onboarding can write to: what is there is not replaced. */
export const foreignAttribute = ({ key, isList }: ManagedAttribute, userId: string): Failure => ({
  code: 'CUSTOMER_ADMIN',
  expected: isList
    ? `app_metadata.${key} to be a list, or not there`
    : `app_metadata.${key} to be of the shape that actions/config.ts declares, and able to say this right`,
  found: `something else, of user ${userId}`,
  fix: 'Correct it in the Auth0 dashboard: the Action ignores it as it is.',
});
