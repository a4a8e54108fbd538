/** The rules' list has each enterprise strategy but the one that it leaves out on purpose. Checked by `tsc`, never run. */
import type { EnterpriseStrategy } from '../../library/contract.ts';
import type { ENTERPRISE_STRATEGIES } from '../../library/rules.ts';
import type { Equal, Holds } from './equal.ts';

export type RulesHaveAllButEntraId = Holds<
  Equal<(typeof ENTERPRISE_STRATEGIES)[number], Exclude<EnterpriseStrategy, 'waad'>>
>;
