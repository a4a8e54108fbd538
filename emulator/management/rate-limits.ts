/**
 * The Management API's documented rate limits: one token bucket for each group of endpoints, refilled all the time
 * (support/policies/rate-limit-policy/rate-limit-configurations).
 */
import type { Middleware } from 'koa';
import { type RouteHandler, routes } from '../routes.ts';
import type { Plan } from './entitlements.ts';
import { rateLimitHeaders, tooManyRequests } from './reply.ts';
import { send } from './send.ts';

interface Limit {
  burst: number;
  perMinute: number;
}

type Group =
  | 'users read'
  | 'users write'
  | 'connections read'
  | 'organizations read'
  | 'organization by id or name'
  | 'organizations write'
  | 'members read'
  | 'members write'
  | 'member roles'
  | 'organization connections read'
  | 'organization connections write'
  | 'all other endpoints';

const SELF_SERVICE: Record<Group, Limit> = {
  'users read': { burst: 40, perMinute: 500 },
  'users write': { burst: 20, perMinute: 200 },
  'connections read': { burst: 5, perMinute: 50 },
  'organizations read': { burst: 5, perMinute: 50 },
  'organization by id or name': { burst: 20, perMinute: 200 },
  'organizations write': { burst: 5, perMinute: 25 },
  'members read': { burst: 40, perMinute: 500 },
  'members write': { burst: 20, perMinute: 200 },
  'member roles': { burst: 20, perMinute: 200 },
  'organization connections read': { burst: 5, perMinute: 50 },
  'organization connections write': { burst: 5, perMinute: 25 },
  'all other endpoints': { burst: 10, perMinute: 150 },
};

const ENTERPRISE: Record<Group, Limit> = {
  ...SELF_SERVICE,
  'organizations read': { burst: 10, perMinute: 100 },
  'organizations write': { burst: 5, perMinute: 150 },
  'organization connections read': { burst: 10, perMinute: 100 },
  'all other endpoints': { burst: 50, perMinute: 960 },
};

const GROUPS: Record<Exclude<Plan, 'free'>, Record<Group, Limit>> = {
  essentials: SELF_SERVICE,
  professional: SELF_SERVICE,
  enterprise: ENTERPRISE,
  'enterprise-non-production': { ...ENTERPRISE, 'all other endpoints': { burst: 10, perMinute: 120 } },
};

const FREE: Limit = { burst: 2, perMinute: 120 };

function groupOf(method: string, path: string): Group {
  const [resource, , sub, , detail] = path.split('/').slice(3);
  const kind = method === 'GET' ? 'read' : 'write';
  if (resource === 'users' || resource === 'users-by-email') return `users ${kind}`;
  if (resource === 'connections' && kind === 'read') return 'connections read';
  if (resource !== 'organizations') return 'all other endpoints';
  if (sub === 'members') return detail === 'roles' ? 'member roles' : `members ${kind}`;
  if (sub === 'connections' || sub === 'enabled_connections') return `organization connections ${kind}`;
  const isOne = /^\/api\/v2\/organizations\/(name\/)?[^/]+$/.test(path);
  return isOne && kind === 'read' ? 'organization by id or name' : `organizations ${kind}`;
}

export interface RateLimits {
  /**
   * How much faster than Auth0's the limits' clock runs: with 60, a minute's worth of requests is refilled in a second.
   */
  timeScale?: number;
}

/** Answers 429 to requests over the limits of `plan`, and adds to every other answer how much is left. */
export function limitRate(plan: Plan, { timeScale = 1 }: RateLimits, clock: () => number): Middleware {
  const buckets = new Map<string, Bucket>();
  const bucketOf = (method: string, path: string): Bucket => {
    const group = groupOf(method, path);
    // A Free tenant has one bucket for all.
    const [key, limit] = plan === 'free' ? ['whole API', FREE] : [group, GROUPS[plan][group]];
    const bucket = buckets.get(key) ?? new Bucket(limit, timeScale, clock());
    buckets.set(key, bucket);
    return bucket;
  };
  const limited: RouteHandler = async (ctx, next) => {
    const nowMs = clock();
    const bucket = bucketOf(ctx.method, ctx.path);
    const { limit } = bucket;
    if (!bucket.take(nowMs)) {
      const retryAfterSeconds = Math.max(1, Math.ceil(bucket.msToNext / 1000));
      return send(ctx, tooManyRequests({ limit, retryAfterSeconds, nowMs }));
    }
    ctx.set(rateLimitHeaders(limit, bucket.remaining, nowMs + bucket.msToNext));
    await next();
  };
  return routes({ '* /api/v2/{*rest}': limited });
}

class Bucket {
  readonly limit: number;
  readonly #perMs: number;
  #tokens: number;
  #atMs: number;

  constructor({ burst, perMinute }: Limit, timeScale: number, nowMs: number) {
    this.limit = burst;
    this.#perMs = (perMinute * timeScale) / 60_000;
    this.#tokens = burst;
    this.#atMs = nowMs;
  }

  get remaining(): number {
    return Math.floor(this.#tokens);
  }

  /** 0 where one is left. */
  get msToNext(): number {
    return Math.max(0, 1 - this.#tokens) / this.#perMs;
  }

  take(nowMs: number): boolean {
    this.#tokens = Math.min(this.limit, this.#tokens + (nowMs - this.#atMs) * this.#perMs);
    this.#atMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
