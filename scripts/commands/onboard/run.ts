import { readStepUp } from '../../lib/bundle/step-up.ts';
import { runPool } from '../../lib/environments/pool.ts';
import { failed, ok, type Result } from '../../lib/failures.ts';
import { INTERRUPTED } from '../../lib/interrupted.ts';
import { readManifest } from '../../lib/manifest/manifest.ts';
import type { ClashOptions } from '../../lib/onboard/clashes.ts';
import type { Customer } from '../../lib/onboard/customer.ts';
import type { StepOutcome } from '../../lib/onboard/customer-run.ts';
import type { OnboardContext } from '../../lib/onboard/onboard-context.ts';
import { onboardOne } from '../../lib/onboard/onboard-one.ts';
import { impliedConnection } from '../../lib/onboard/onboarding-tenant.ts';
import type { CustomerOutcome } from '../../lib/onboard/outcome.ts';
import type { PersonOptions } from '../../lib/onboard/person-step.ts';
import { prepare } from '../../lib/onboard/prepare.ts';
import { type Row, readCustomers } from '../../lib/onboard/read-customers.ts';
import { type RejectedRow, writeRejected } from '../../lib/onboard/rejected-file.ts';
import { SETTLE_MS } from '../../lib/onboard/run-claim.ts';
import { newRun } from '../../lib/onboard/run-note.ts';
import { undoOne } from '../../lib/onboard/undo-one.ts';
import { apiFailure } from '../../lib/tenant/api-failure.ts';
import type { Connection } from '../../lib/tenant/connection.ts';
import { connect } from '../../lib/tenant/management.ts';
import { Traffic } from '../../lib/tenant/traffic.ts';

export interface OnboardOptions extends ClashOptions, Pick<PersonOptions, 'reveal' | 'unverified'> {
  rootDir: string;
  environment: string;
  connection: Connection;
  /** One customer, or a file of them. */
  customers: { file: string } | { row: Row['values'] };
  /** Values for what a customer's row does not have. */
  defaults: Row['values'];
  /** The DNS resolvers; at least two. */
  resolvers: readonly string[];
  /** The name of the person who invites; by default the tenant's friendly name. */
  inviter?: string;
  /** Write nothing. */
  isDryRun: boolean;
  /** Take back instead of giving. */
  isUndo: boolean;
  /** Do what can be done where some rows or customers fail. */
  keepGoing: boolean;
  /** Customers at a time. */
  concurrency: number;
  /** The time between claiming an organization and changing it, in milliseconds; default 1500. */
  settleMs?: number;
  nowMs: number;
  onProgress: (step: string) => void;
  signal?: AbortSignal;
}

export interface OnboardReport {
  environment: string;
  domain: string;
  outcomes: CustomerOutcome[];
  /** Rows that were refused; with `--keep-going` only. */
  rejected: RejectedRow[];
  rejectedFile?: string;
  requests: number;
  writes: number;
}

/** Onboards customers, each to where someone else must act or to the end; running it again goes on. */
export async function onboard(options: OnboardOptions): Promise<Result<OnboardReport>> {
  const { rootDir, environment, connection, customers, signal, onProgress } = options;
  const manifest = await readManifest({ rootDir, environment, domain: connection.domain });
  if (!manifest.ok) return manifest;
  const typed = 'file' in customers ? await readCustomers(rootDir, customers.file) : ok([{ values: customers.row }]);
  if (!typed.ok) return typed;
  const traffic = new Traffic();
  const onWait = (seconds: number, kind: string) => onProgress(`waiting ${seconds} s: rate limit of ${kind}`);
  const api = connect(connection, traffic, { retry: { ...(signal && { signal }), onWait } });
  try {
    const prepared = await prepare(typed.value, manifest.value, api, options);
    if (!prepared.ok) return prepared;
    const { tenant, rules, rejected } = prepared.value;
    const file = 'file' in customers ? customers.file : undefined;
    const rejectedFile =
      rejected.length > 0 && file !== undefined ? await writeRejected(rootDir, file, rejected) : undefined;
    const friendlyName = manifest.value.tenant.tenant?.friendly_name;
    const context: OnboardContext = {
      ...options,
      me: newRun(),
      settleMs: options.settleMs ?? SETTLE_MS,
      now: () => traffic.tenantNowMs,
      stepUp: await readStepUp(rootDir, manifest.value.environment),
      api,
      tenant,
      rules,
      inviter: options.inviter ?? (typeof friendlyName === 'string' ? friendlyName : connection.domain),
      impliedConnection: (customer) => impliedConnection(manifest.value, customer),
    };
    const outcomes = await runAll(prepared.value.customers, context, options);
    const { requests, writes } = traffic;
    return ok({
      environment,
      domain: connection.domain,
      outcomes,
      rejected,
      ...(rejectedFile !== undefined && { rejectedFile }),
      requests,
      writes,
    });
  } catch (error) {
    if (signal?.aborted) return failed(INTERRUPTED);
    return failed(apiFailure(error, `reading ${connection.domain}`, connection));
  }
}

async function runAll(
  customers: readonly Customer[],
  context: OnboardContext,
  { connection, isUndo, keepGoing, concurrency, onProgress, signal }: OnboardOptions,
): Promise<CustomerOutcome[]> {
  let finished = 0;
  const one = async (customer: Customer): Promise<CustomerOutcome> => {
    const steps: StepOutcome[] = [];
    if (signal?.aborted) return { organization: customer.name, state: 'not begun', steps, next: [] };
    const outcome = await (isUndo ? undoOne : onboardOne)(customer, context, steps).catch((error: unknown) => {
      const failure = signal?.aborted ? INTERRUPTED : apiFailure(error, `organization "${customer.name}"`, connection);
      return { organization: customer.name, state: 'failed' as const, steps, next: [], failure };
    });
    finished += 1;
    onProgress(`${finished} of ${customers.length}  ${customer.name}: ${outcome.state}`);
    return outcome;
  };
  const isFailure = ({ state }: CustomerOutcome) => state === 'failed' || state === 'not found';
  // Rows of one organization, as a file to take back may have: what is left for one is what the others had.
  const busy = new Map<string, Promise<unknown>>();
  const inTurn = (customer: Customer): Promise<CustomerOutcome> => {
    const turn = (busy.get(customer.name) ?? Promise.resolve()).then(() => one(customer));
    busy.set(customer.name, turn);
    return turn;
  };
  const results = await runPool(customers, { limit: concurrency, keepGoing, isFailure }, inTurn);
  return results.map(
    (result, index) =>
      result ?? { organization: customers[index]?.name ?? '', state: 'not begun', steps: [], next: [] },
  );
}
