import { AsyncLocalStorage } from 'node:async_hooks';
import dgram from 'node:dgram';
import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { NetworkAnswer, NetworkCall } from './network-call.ts';
import { StandInRequest } from './stand-in-request.ts';

/** Stands for everything beyond this machine. A rejection is a connection that failed. */
export interface Network {
  handle(call: NetworkCall): Promise<NetworkAnswer>;
}

/** One of the process, however often this module is loaded. */
interface State {
  networks: AsyncLocalStorage<Network | 'open'>;
  ofProcess?: Network;
  stood: Replacement[];
}

/** Describes a replacement for a function of the process. */
interface Replacement {
  owner: object;
  name: string;
  own: unknown;
  standIn: unknown;
}

const STATE = Symbol.for('express-configure.network');

/**
 * A network in which nothing is reachable: every call fails at once with an error that says that the network is off.
 */
export const NO_NETWORK: Network = {
  async handle({ method, url }) {
    throw unreachable(`${method} ${url.replace(/[?#].*$/s, '')}`);
  },
};

/** Runs code whose calls, and those of what it starts, go to `network`; `open` is the machine's own. */
export function runInNetwork<T>(network: Network | 'open', run: () => T): T {
  return installNetwork().networks.run(network, run);
}

/** Returns the network of the code that is running; undefined outside of {@link runInNetwork}. */
export const currentNetwork = (): Network | 'open' | undefined => stateOf()?.networks.getStore();

/** Turns the network off for all of this process or worker thread. */
export function turnNetworkOff(): void {
  installNetwork().ofProcess = NO_NETWORK;
}

function standIn(): Network | undefined {
  const state = stateOf();
  const network = state?.networks.getStore() ?? state?.ofProcess;
  return network === 'open' ? undefined : network;
}

/** Reports a call that the test neither opened nor answered. */
export class BlockedCallError extends Error {
  override name = 'Error';
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

const unreachable = (what: string): Error =>
  new BlockedCallError(
    `the network is off in tests: ${what} (network: 'open' opens it, testNetwork() answers)`,
    'ENETUNREACH',
  );

/**
 * Replaces the process's own functions. The replacements act in {@link runInNetwork} only. A test's own replacement of
 * a function, for instance a spy on `fetch`, stays.
 */
export function installNetwork(): State {
  const state = stateOf() ?? { networks: new AsyncLocalStorage(), stood: [...ofHttp(), ...ofSockets()] };
  Reflect.set(globalThis, STATE, state);
  for (const { owner, name, own, standIn } of state.stood) {
    if (Reflect.get(owner, name) === own) Reflect.set(owner, name, standIn);
  }
  return state;
}

// Only `installNetwork` puts anything there.
const stateOf = (): State | undefined => Reflect.get(globalThis, STATE) as State | undefined;

function replacement<Own>(owner: object, name: string, own: Own, standIn: (own: Own) => unknown): Replacement {
  return { owner, name, own, standIn: standIn(own) };
}

function ofHttp(): Replacement[] {
  const modules = [['http:', http] as const, ['https:', https] as const];
  const request =
    (module: object, scheme: string, ends: boolean) =>
    (own: typeof http.request) =>
    (...args: unknown[]): unknown => {
      const network = standIn();
      if (network === undefined) return Reflect.apply(own, module, args);
      const made = new StandInRequest((call) => network.handle(call), scheme, args);
      if (ends) made.end();
      return made;
    };
  return [
    replacement(globalThis, 'fetch', globalThis.fetch, (own): typeof fetch => (input, init) => {
      const network = standIn();
      return network === undefined ? own(input, init) : fetchFrom(network, new Request(input, init));
    }),
    ...modules.flatMap(([scheme, module]) => [
      replacement(module, 'request', module.request, request(module, scheme, false)),
      replacement(module, 'get', module.get, request(module, scheme, true)),
    ]),
  ];
}

async function fetchFrom(network: Network, request: Request): Promise<Response> {
  const { method, url, signal } = request;
  const body = await request.text();
  const given = network.handle({ method, url, headers: Object.fromEntries(request.headers), body });
  const answer = await Promise.race([given, aborted(signal)]).catch((cause: unknown) => {
    // Node's own message is the first part alone; an Action may log or throw nothing but the message.
    const reason = cause instanceof BlockedCallError ? `: ${cause.message}` : '';
    throw signal.aborted ? cause : new TypeError(`fetch failed${reason}`, { cause });
  });
  const hasBody = ![204, 205, 304].includes(answer.status);
  const response = new Response(hasBody ? answer.body : null, { status: answer.status, headers: answer.headers });
  return Object.defineProperty(response, 'url', { value: url });
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** Whatever is not HTTP is not answered. */
function ofSockets(): Replacement[] {
  const sockets = [
    replacement(
      net.Socket.prototype,
      'connect',
      net.Socket.prototype.connect,
      (own) =>
        function (this: net.Socket, ...args: unknown[]) {
          if (standIn() === undefined) return Reflect.apply(own, this, args);
          process.nextTick(() => this.destroy(unreachable('a connection')));
          return this;
        },
    ),
    replacement(
      dgram.Socket.prototype,
      'send',
      dgram.Socket.prototype.send,
      (own) =>
        function (this: dgram.Socket, ...args: unknown[]) {
          if (standIn() !== undefined) throw unreachable('a datagram');
          return Reflect.apply(own, this, args);
        },
    ),
  ];
  return [...sockets, ...ofNames(dns), ...ofNames(dns.promises)];
}

function ofNames(module: object): Replacement[] {
  return Object.entries(module).flatMap(([name, own]) => {
    if (typeof own !== 'function' || !/^(lookup|resolve|reverse)/.test(name)) return [];
    const asking =
      () =>
      (...args: unknown[]): unknown => {
        if (standIn() === undefined) return Reflect.apply(own, module, args);
        const callback = args.at(-1);
        if (typeof callback !== 'function') return Promise.reject(unreachable(`dns.${name}`));
        return process.nextTick(() => callback(unreachable(`dns.${name}`)));
      };
    return [replacement(module, name, own, asking)];
  });
}
