import { BlockedCallError, type Network, runInNetwork } from '../runtime/network.ts';
import type { NetworkAnswer, NetworkCall } from '../runtime/network-call.ts';

/** Says which calls are meant: an address, with or without its query; a pattern of the whole address; or a function. */
export type CallMatch = string | RegExp | ((call: NetworkCall) => boolean);

/** Describes an answer: status 200 by default; `json` is written as JSON. */
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  text?: string;
}

/** Stands for what an Action calls. It answers what a test says, and refuses everything else. */
export interface TestNetwork extends Network {
  /** Every call so far, in order, the refused ones too. */
  readonly calls: readonly NetworkCall[];
  /** Answers these calls from now on; what was said last of a call counts. */
  answer(match: CallMatch, reply: Reply | ((call: NetworkCall) => Reply | Promise<Reply>)): TestNetwork;
  /** Has the connection fail, with a code of Node's: `ECONNREFUSED` unless given. */
  refuse(match: CallMatch, code?: string): TestNetwork;
}

/**
 * Returns a network for `runAction`, `runFlow` and {@link withNetwork}: it answers `fetch`, axios and every client over
 * Node's `http`.
 */
export function testNetwork(): TestNetwork {
  const calls: NetworkCall[] = [];
  const rules: { match: CallMatch; respond: (call: NetworkCall) => Promise<Reply> }[] = [];
  const network: TestNetwork = {
    calls,
    answer(match, reply) {
      rules.push({ match, respond: async (call) => (typeof reply === 'function' ? reply(call) : reply) });
      return network;
    },
    refuse(match, code = 'ECONNREFUSED') {
      const respond = async ({ url }: NetworkCall): Promise<never> => {
        throw Object.assign(new Error(`connect ${code} ${new URL(url).host}`), { code });
      };
      rules.push({ match, respond });
      return network;
    },
    async handle(call) {
      calls.push(call);
      const rule = rules.findLast(({ match }) => isMeant(match, call));
      if (rule !== undefined) return answerOf(await rule.respond(call));
      throw new BlockedCallError(`the test answers no ${call.method} ${withoutQuery(call.url)}`, 'ENOTFOUND');
    },
  };
  return network;
}

/**
 * Runs `run` with this network for whatever Action it executes, by `loadAction` too: `open` is the machine's own, which is off in tests
 * otherwise.
 */
export const withNetwork = <T>(network: TestNetwork | 'open', run: () => T): T => runInNetwork(network, run);

function isMeant(match: CallMatch, call: NetworkCall): boolean {
  if (typeof match === 'function') return match(call);
  if (match instanceof RegExp) return call.url.search(match) >= 0;
  const address = new URL(match).href;
  return call.url === address || withoutQuery(call.url) === address;
}

const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, '');

function answerOf({ status = 200, headers = {}, json, text = '' }: Reply): NetworkAnswer {
  if (json === undefined) return { status, headers, body: text };
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(json) };
}
