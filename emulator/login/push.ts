/**
 * Keeps push notifications, which wait for an answer on a person's device; the page `/_local/push` represents the
 * device.
 */
import { randomUUID } from 'node:crypto';
import { type AuthenticationMethodRecord, isoNow, type TenantState } from '../state.ts';
import { type Caller, writeLog } from '../tenant-log.ts';

/** The lifetime of a request. Auth0 does not publish it; this is that of a WebAuthn ceremony. */
const LIFETIME_MS = 300_000;

export interface PushRequest {
  id: string;
  /** The login transaction, or the enrolment ticket, that waits for the answer. */
  waiting: string;
  userId: string;
  kind: 'challenge' | 'enroll';
  /** The name of the application that asks, or the tenant's. */
  from: string;
  atMs: number;
  answer?: 'approved' | 'denied';
}

/** Keeps the newest request of each login transaction. */
export class PushRequests {
  readonly #requests = new Map<string, PushRequest>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Sends a request, and writes `gd_send_pn`; an older one of the same login is void. */
  send(
    { state, caller }: { state: TenantState; caller: Caller },
    request: Omit<PushRequest, 'id' | 'atMs' | 'answer'>,
  ): void {
    for (const [key, known] of this.#requests) if (this.#isOver(known)) this.#requests.delete(key);
    this.#requests.set(request.waiting, { ...request, id: randomUUID(), atMs: this.#clock() });
    if (request.kind === 'challenge') writeLog(state, caller, { type: 'gd_send_pn', userId: request.userId });
  }

  /** The request of a login or ticket, unless it has expired. */
  of(waiting: string, kind: PushRequest['kind']): PushRequest | undefined {
    const request = this.#requests.get(waiting);
    return request === undefined || request.kind !== kind || this.#isOver(request) ? undefined : request;
  }

  /** Takes an approval off, so that it counts once. */
  takeApproval(waiting: string, kind: PushRequest['kind']): boolean {
    const isApproved = this.of(waiting, kind)?.answer === 'approved';
    if (isApproved) this.#requests.delete(waiting);
    return isApproved;
  }

  /** Returns what devices show, oldest first. */
  pending(): PushRequest[] {
    return [...this.#requests.values()].filter((request) => request.answer === undefined && !this.#isOver(request));
  }

  /** Answers a request once; `undefined` where it is unknown, answered or over. */
  answer(id: string | undefined, answer: 'approved' | 'denied'): PushRequest | undefined {
    const request = this.pending().find((candidate) => candidate.id === id);
    if (request !== undefined) request.answer = answer;
    return request;
  }

  clear(): void {
    this.#requests.clear();
  }

  #isOver({ atMs }: PushRequest): boolean {
    return atMs + LIFETIME_MS < this.#clock();
  }
}

const DEVICE_NAME = '((this tenant’s push app))';

/** Adds the push app to the user's authentication methods. */
export function enrollPush(state: TenantState, userId: string): AuthenticationMethodRecord {
  const method: AuthenticationMethodRecord = {
    id: state.newId('push|dev_'),
    user_id: userId,
    type: 'push',
    name: DEVICE_NAME,
    confirmed: true,
    created_at: isoNow(state),
  };
  state.authenticationMethods.push(method);
  return method;
}
