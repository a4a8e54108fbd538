import { AsyncLocalStorage } from 'node:async_hooks';

interface ProcessClock {
  machineNow: () => number;
  running: AsyncLocalStorage<Pick<TenantClock, 'aheadMs'>>;
}

/** One for the process, however often this module is loaded: all of them replace one `Date.now`. */
const PROCESS_CLOCK = Symbol.for('express-configure.process-clock');
const { machineNow, running } = processClock();

function processClock(): ProcessClock {
  const present: ProcessClock | undefined = Reflect.get(globalThis, PROCESS_CLOCK);
  const clock = present ?? { machineNow: Date.now, running: new AsyncLocalStorage() };
  Reflect.set(globalThis, PROCESS_CLOCK, clock);
  return clock;
}

/**
 * Represents the tenant's time: the machine's, or ahead of it. Only {@link TenantClock.setAheadMs} moves it back, since
 * stored times would then be in the future.
 */
export class TenantClock {
  #aheadMs = 0;

  readonly now = (): number => machineNow() + this.#aheadMs;

  get aheadMs(): number {
    return this.#aheadMs;
  }

  /** Moves the clock; returns false if the time is before the clock's own. */
  moveTo(epochMs: number): boolean {
    const aheadMs = epochMs - machineNow();
    if (aheadMs < this.#aheadMs) return false;
    this.setAheadMs(aheadMs);
    return true;
  }

  advance(ms: number): void {
    this.moveTo(this.now() + ms);
  }

  setAheadMs(aheadMs: number): void {
    if (aheadMs !== 0) followClocks();
    this.#aheadMs = aheadMs;
  }

  /** Calls, with this clock's time in `Date.now()` until the call, and all it began, is over. */
  run<T>(call: () => T): T {
    return running.run(this, call);
  }

  /** The same object, each of whose methods runs by this clock. */
  bind<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (object, key) => {
        const value: unknown = Reflect.get(object, key);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => this.run(() => Reflect.apply(value, object, args));
      },
    });
  }
}

/**
 * Makes `Date.now()` follow the clock, because oidc-provider, openid-client and otpauth read it and accept no clock.
 * From the first move on, it returns the clock's time to the code that runs by it, and the machine's time to everything
 * else in the process.
 */
function followClocks(): void {
  if (Date.now !== machineNow) return;
  Date.now = () => machineNow() + (running.getStore()?.aheadMs ?? 0);
}
