import { once } from 'node:events';
import { createServer } from 'node:http';
import Koa from 'koa';
import type { Fault } from '../../../emulator/faults/fault.ts';
import { FaultPlan } from '../../../emulator/faults/fault-plan.ts';
import { injectFaults } from '../../../emulator/faults/inject-faults.ts';
import { type Entitlements, entitlementsOf, type Plan } from '../../../emulator/management/entitlements.ts';
import { managementScopes } from '../../../emulator/management/management-scopes.ts';
import { limitRate, type RateLimits } from '../../../emulator/management/rate-limits.ts';
import { createRequestLog, logRequests, type RequestLogEntry } from '../../../emulator/management/request-log.ts';
import { type ManagementOptions, managementApi } from '../../../emulator/management/router.ts';
import { createState, type TenantState } from '../../../emulator/state.ts';
import { responseCheck } from './response-schemas.ts';

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests assert the exact JSON that came back
  body: any;
  headers: Headers;
}

export interface ManagementRig extends AsyncDisposable {
  state: TenantState;
  /** Moves the tenant's clock. */
  passMs(ms: number): void;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  requests(): readonly RequestLogEntry[];
  faults: FaultPlan;
  /** What the middleware passed on to the application's error handler. */
  errors: unknown[];
  origin: string;
}

export const EXPRESS_CONFIGURE = 'urn:auth0:express-configure';

/** A bearer of `scopes:read:roles,update:roles` has just those; `all` has every one. */
async function verifyToken(bearer: string) {
  if (bearer === 'all') return { clientId: 'deploy', scopes: managementScopes() };
  const [, scopes] = /^scopes:(.*)$/.exec(bearer) ?? [];
  return scopes === undefined ? undefined : { clientId: 'deploy', scopes: scopes.split(',') };
}

export interface RigOptions extends Omit<Partial<ManagementOptions>, 'entitlements'> {
  faults?: readonly Fault[];
  rateLimits?: RateLimits;
  plan?: Plan;
  entitlements?: Partial<Entitlements>;
}

/** A fresh tenant behind real HTTP on a free loopback port, its clock stopped. At its end every answer must have been as published. */
export async function startManagement(rigOptions: RigOptions = {}): Promise<ManagementRig> {
  const { faults: planned = [], rateLimits, plan = 'enterprise', entitlements, ...options } = rigOptions;
  let nowMs = Date.parse('2026-01-02T03:04:05.000Z');
  const state = options.state ?? createState({ domain: 'tenant.test', clock: () => nowMs });
  const requestLog = createRequestLog();
  const faults = new FaultPlan(planned);
  const errors: unknown[] = [];
  const check = responseCheck();
  const app = new Koa();
  app.on('error', (error) => errors.push(error));
  app.use(logRequests(requestLog, state.clock));
  app.use(injectFaults(faults, state.clock));
  if (rateLimits) app.use(limitRate(plan, rateLimits, state.clock));
  const { onReply } = check;
  app.use(managementApi({ verifyToken, onReply, ...options, state, entitlements: entitlementsOf(plan, entitlements) }));
  app.use((ctx) => {
    ctx.body = 'not the Management API';
  });
  const server = createServer(app.callback()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const origin = `http://127.0.0.1:${address.port}`;
  return {
    state,
    errors,
    origin,
    passMs: (ms) => {
      nowMs += ms;
    },
    async call(method, path, body, headers = {}) {
      const response = await fetch(`${origin}/api/v2${path}`, {
        method,
        headers: { authorization: 'Bearer all', 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers };
    },
    requests: () => requestLog.entries(),
    faults,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      const violations = check.violations();
      if (violations.length > 0) throw new Error(`not as published:\n${violations.join('\n')}`);
    },
  };
}

export const refusal = (statusCode: number, error: string, message: string, errorCode?: string) => ({
  statusCode,
  error,
  message,
  ...(errorCode === undefined ? {} : { errorCode }),
});

export const badRequest = (message: string, errorCode = 'invalid_body') =>
  refusal(400, 'Bad Request', message, errorCode);
