import { stepUp } from 'express-configure/actions';
import { config } from './config.ts';
import { policy } from './policy.ts';

export const onExecutePostLogin = stepUp({ policy, config });
