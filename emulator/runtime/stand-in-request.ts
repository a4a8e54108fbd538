import { STATUS_CODES } from 'node:http';
import { Readable, Writable } from 'node:stream';
import type { NetworkAnswer, NetworkCall } from './network-call.ts';

/**
 * Represents a `ClientRequest` without a socket: what is written to it becomes a call, whose answer is its `response`.
 * It has what HTTP clients such as axios and follow-redirects use.
 */
export class StandInRequest extends Writable {
  readonly #handle: (call: NetworkCall) => Promise<NetworkAnswer>;
  readonly #headers = new Map<string, string>();
  readonly #chunks: Buffer[] = [];
  readonly method: string;
  readonly protocol: string;
  readonly host: string;
  readonly path: string;
  aborted = false;
  reusedSocket = false;

  /**
   * @param args those of `http.request`: an address, options and a callback, each of which may be missing
   * @param scheme `http:` or `https:`, if the options have none
   */
  constructor(handle: (call: NetworkCall) => Promise<NetworkAnswer>, scheme: string, args: readonly unknown[]) {
    super({ autoDestroy: false });
    this.#handle = handle;
    const { method, url, headers } = requested(scheme, args);
    this.method = method;
    this.protocol = url.protocol;
    this.host = url.host;
    this.path = `${url.pathname}${url.search}`;
    for (const [name, value] of Object.entries(headers)) this.setHeader(name, value);
    const callback = args.at(-1);
    if (typeof callback === 'function') this.once('response', (response) => callback(response));
  }

  override _write(chunk: Buffer | string, encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
    done();
  }

  override _final(done: () => void): void {
    done();
    const call: NetworkCall = {
      method: this.method,
      url: `${this.protocol}//${this.host}${this.path}`,
      headers: this.getHeaders(),
      body: Buffer.concat(this.#chunks).toString('utf8'),
    };
    this.#handle(call).then(
      (answer) => this.#respond(answer),
      (error: Error) => this.destroy(error),
    );
  }

  #respond({ status, headers, body }: NetworkAnswer): void {
    if (this.destroyed) return;
    const response = Readable.from(body === '' ? [] : [Buffer.from(body)]);
    const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    Object.assign(response, {
      statusCode: status,
      statusMessage: STATUS_CODES[status] ?? '',
      headers: Object.fromEntries(lower),
      rawHeaders: lower.flat(),
      httpVersion: '1.1',
      complete: true,
      req: this,
    });
    if (!this.emit('response', response)) response.resume();
    response.once('close', () => this.emit('close'));
  }

  setHeader(name: string, value: unknown): this {
    this.#headers.set(name.toLowerCase(), Array.isArray(value) ? value.join(', ') : String(value));
    return this;
  }

  getHeader = (name: string): string | undefined => this.#headers.get(name.toLowerCase());
  hasHeader = (name: string): boolean => this.#headers.has(name.toLowerCase());
  removeHeader = (name: string): boolean => this.#headers.delete(name.toLowerCase());
  getHeaders = (): Record<string, string> => Object.fromEntries(this.#headers);
  getHeaderNames = (): string[] => [...this.#headers.keys()];

  abort(): void {
    this.aborted = true;
    this.destroy();
  }

  /** Nobody waits here: an answer comes at once or fails. */
  setTimeout = (): this => this;
  setNoDelay(): void {}
  setSocketKeepAlive(): void {}
  flushHeaders(): void {}
}

function requested(scheme: string, args: readonly unknown[]): { method: string; url: URL; headers: object } {
  const [first] = args;
  const isAddress = typeof first === 'string' || first instanceof URL;
  const options: Record<string, unknown> = Object.assign({}, isAddress ? args[1] : first);
  const text = (name: string): string | undefined => {
    const value = options[name];
    return value === undefined || value === null || value === '' ? undefined : String(value);
  };
  const url = new URL(isAddress ? first : `${text('protocol') ?? scheme}//${hostOf(text)}${text('path') ?? '/'}`);
  if (isAddress && text('path') !== undefined) url.href = new URL(text('path') ?? '', url).href;
  url.hash = '';
  return { method: (text('method') ?? 'GET').toUpperCase(), url, headers: Object(options.headers) };
}

function hostOf(text: (name: string) => string | undefined): string {
  const host = text('hostname') ?? text('host') ?? 'localhost';
  const port = text('port');
  const name = host.includes(':') && !host.startsWith('[') && !/^[^:]+:\d+$/.test(host) ? `[${host}]` : host;
  return port === undefined || /[^\]]:\d+$/.test(name) ? name : `${name}:${port}`;
}
