import type { Command } from 'commander';
import type { Cli } from '../cli/cli.ts';
import { registerBuild } from './build/options.ts';
import { registerCheck } from './check/options.ts';
import { registerDeploy } from './deploy/options.ts';
import { registerDev } from './dev/options.ts';
import { registerDoctor } from './doctor/options.ts';
import { registerDomains } from './domains/options.ts';
import { registerDrift } from './drift/options.ts';
import { registerEmulator } from './emulator/options.ts';
import { registerLogs } from './logs/options.ts';
import { registerOin } from './oin/options.ts';
import { registerOnboard } from './onboard/options.ts';
import { registerPlan } from './plan/options.ts';
import { registerPolicy } from './policy/options.ts';
import { registerRollback } from './rollback/options.ts';
import { registerScopes } from './scopes/options.ts';
import { registerSetup } from './setup/options.ts';
import { registerStart } from './start/options.ts';
import { registerTrigger } from './trigger/options.ts';
import { registerVerify } from './verify/options.ts';

/** Adds a command with its options and help; what it does is loaded when it runs. */
export type Register = (program: Command, cli: Cli) => void;

/** Lists all commands, in the order of the help. Each command has a folder and a line here. */
export const COMMANDS: readonly Register[] = [
  registerBuild,
  registerCheck,
  registerScopes,
  registerSetup,
  registerPlan,
  registerVerify,
  registerDrift,
  registerDoctor,
  registerDeploy,
  registerRollback,
  registerOin,
  registerOnboard,
  registerDomains,
  registerLogs,
  registerTrigger,
  registerPolicy,
  registerDev,
  registerStart,
  registerEmulator,
];
