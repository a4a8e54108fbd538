import { domains } from 'express-configure/actions';
import { domains as settings } from './config.ts';

export const onExecutePostLogin = domains(settings);
