import { grant } from 'express-configure/actions';
import { config } from './config.ts';
import { policy } from './policy.ts';

export const onExecutePostLogin = grant({ policy, config });
