import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { generate } from 'selfsigned';
import type { Event } from '../../library/contract.ts';
import type { HttpSurroundings } from '../../library/http-get.ts';
import { grantedEvent, place } from './events.ts';
import type { ProjectCopy } from './project.ts';

/** The id of acme in every event of `events.ts`. */
export const ORGANIZATION_ID = 'org_acme000000000001';
export const DOMAINS_API_TOKEN = 'canary-token-4711';
const HOST = 'domains.acme-saas.com';

/** Represents a SaaS's domains API on loopback, https with a certificate for its name. */
export interface DomainsApi extends AsyncDisposable {
  /** `https://domains.acme-saas.com:PORT`, a name that only {@link DomainsApi.surroundings} resolve. */
  url: string;
  port: number;
  /** Every request that came in, as `GET /path`, with its bearer token. */
  requests: { line: string; authorization: string | undefined; accept: string | undefined }[];
  /**
   * Returns surroundings for `askExternalApi`: this server's name and authority, a budget that nothing uses up, and no
   * jitter.
   */
  surroundings(changes?: Partial<HttpSurroundings>): HttpSurroundings;
  /** acme's login before the domains Action, with the two secrets. */
  event(): Event;
}

/** Describes a wrong certificate. */
export interface Certificate {
  host?: string;
  notBeforeDate?: Date;
  notAfterDate?: Date;
}

let started = 0;

/** @param answer what the server does; it need not answer */
export async function startDomainsApi(
  answer: RequestListener,
  { host: certified = HOST, ...validity }: Certificate = {},
): Promise<DomainsApi> {
  // Each has a unique name: OpenSSL distinguishes authorities by their names.
  const subject = [
    { name: 'commonName', value: certified },
    { name: 'organizationName', value: `API ${++started}` },
  ];
  const { private: key, cert } = await generate(subject, {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: certified }] }],
    ...validity,
  });
  const requests: DomainsApi['requests'] = [];
  const server = createServer({ key, cert }, (request, response) => {
    const { authorization, accept } = request.headers;
    requests.push({ line: `${request.method} ${request.url}`, authorization, accept });
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `https://${HOST}:${address.port}`;

  return {
    url,
    port: address.port,
    requests,
    surroundings: (changes = {}) => ({
      budgetMs: 10 * 60_000,
      nowMs: Date.now,
      random: () => 0,
      agentOptions: {
        ca: cert,
        lookup: (_hostname, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
      },
      ...changes,
    }),
    event: () => place(grantedEvent(), ['secrets'], { DOMAINS_API_URL: url, DOMAINS_API_TOKEN }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const JSON_TYPE = { 'content-type': 'application/json' };

/** Returns the contract's answer about acme. */
export const answerOf = (...domains: unknown[]): string => JSON.stringify({ org_id: ORGANIZATION_ID, domains });
export const ACME = answerOf({ domain: 'acme.com', status: 'verified' });

export const answering =
  (body: string | Buffer, status = 200, headers: Record<string, string> = JSON_TYPE): RequestListener =>
  (_request, response) =>
    response.writeHead(status, headers).end(body);

/** The first answer to the first request, and so on; the last one goes on. */
export const oneAfterAnother = (...answers: RequestListener[]): RequestListener => {
  let count = 0;
  return (request, response) => answers[Math.min(count++, answers.length - 1)]?.(request, response);
};

/** Does to a project what README, "Domains from an API", says. `sources` is TypeScript. */
export async function useExternalApi(project: ProjectCopy, sources = '[externalApi]'): Promise<void> {
  const names = 'type DomainSettings, organizationMetadata';
  await project.edit('actions/config.ts', names, names.replace(',', ', externalApi,'));
  await project.edit('actions/config.ts', 'sources: [organizationMetadata]', `sources: ${sources}`);
  await project.edit('tenant/tenant.yaml', '# - name: axios\n      #   version', '- name: axios\n        version');
  await project.edit('tenant/tenant.yaml', 'secrets: []\n    #   - name: DOM', 'secrets:\n      - name: DOM');
  await project.edit('tenant/tenant.yaml', '#     value: "##DOMAINS_API_URL', '    value: "##DOMAINS_API_URL');
  await project.edit('tenant/tenant.yaml', '#   - name: DOMAINS_API_TOKEN', '  - name: DOMAINS_API_TOKEN');
  await project.edit('tenant/tenant.yaml', '#     value: "##DOMAINS_API_TOKEN', '    value: "##DOMAINS_API_TOKEN');
  const named = 'DOMAINS_API_URL:\n    version: 1\n  DOMAINS_API_TOKEN:\n    version: 1\n';
  await project.edit('tenant/environments/local.yaml', 'secrets:\n', `secrets:\n  ${named}`);
}
