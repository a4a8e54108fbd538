import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { askExternalApi } from '../../library/external-api.ts';
import {
  ACME,
  answering,
  answerOf,
  DOMAINS_API_TOKEN,
  JSON_TYPE,
  ORGANIZATION_ID,
  oneAfterAnother,
  startDomainsApi,
} from '../support/domains-api.ts';
import { place } from '../support/events.ts';

const DOWN = { failure: 'EC_DOMAINS_SOURCE_DOWN' };
const INVALID = { failure: 'EC_DOMAINS_INVALID' };

async function ask(answer: RequestListener, budgetMs = 10 * 60_000) {
  await using api = await startDomainsApi(answer);
  return { answer: await askExternalApi(api.event(), api.surroundings({ budgetMs })), requests: api.requests };
}

test('asks for the organization of this login, with the token, once', async () => {
  const { answer, requests } = await ask(answering(ACME, 200, { 'content-type': 'Application/JSON; charset=utf-8' }));
  expect(answer).toEqual({ entries: ['acme.com'] });
  expect(requests).toEqual([
    {
      line: `GET /v1/organizations/${ORGANIZATION_ID}/verified-domains`,
      authorization: `Bearer ${DOMAINS_API_TOKEN}`,
      accept: 'application/json',
    },
  ]);
});

test('uses what is verified and nothing else', async () => {
  const body = answerOf(
    { domain: 'acme.com', status: 'verified' },
    { domain: 'pending.com', status: 'pending' },
    { domain: 'upper.com', status: 'VERIFIED' },
    { domain: null, status: 'unheard-of' },
  );
  expect((await ask(answering(body))).answer).toEqual({ entries: ['acme.com'] });
});

test('the media type is told in any case, with or without parameters', async () => {
  for (const type of ['application/json', 'Application/JSON ;charset=UTF-8']) {
    expect((await ask(answering(ACME, 200, { 'content-type': type }))).answer).toEqual({ entries: ['acme.com'] });
  }
});

test('an organization that the API does not know has no domains', async () => {
  expect((await ask(answering('not found', 404, {}))).answer).toEqual({ entries: [] });
});

describe('a success that is not the contract’s is refused, and not asked for again', () => {
  test.each<[string, RequestListener]>([
    ['another organization', answering(ACME.replace(ORGANIZATION_ID, 'org_globex0000000001'))],
    ['no organization', answering('{"domains":[]}')],
    ['null', answering('null')],
    ['an array', answering(`[${ACME}]`)],
    ['a text', answering('"acme.com"')],
    ['no list', answering(`{"org_id":"${ORGANIZATION_ID}","domains":{}}`)],
    ['names in place of objects', answering(`{"org_id":"${ORGANIZATION_ID}","domains":["acme.com"]}`)],
    ['a domain without a status', answering(`{"org_id":"${ORGANIZATION_ID}","domains":[{"domain":"acme.com"}]}`)],
    ['half of an answer', answering(ACME.slice(0, -2))],
    ['an empty one', answering('')],
    ['status 204', answering('', 204)],
    ['status 201', answering(ACME, 201)],
    ['a page', answering(ACME, 200, { 'content-type': 'text/html' })],
    ['no content type', answering(ACME, 200, {})],
    ['UTF-16', answering(Buffer.from(ACME, 'utf16le'))],
  ])('%s', async (_what, listener) => {
    const { answer, requests } = await ask(listener);
    expect(answer).toEqual(INVALID);
    expect(requests).toHaveLength(1);
  });
});

describe('down at once', () => {
  test.each([301, 302, 307, 308])('where redirected by %i, be it to the same host', async (status) => {
    const moved = answering('', status, { location: '/moved' });
    const { answer, requests } = await ask(oneAfterAnother(moved, answering(ACME)));
    expect(answer).toEqual(DOWN);
    expect(requests).toHaveLength(1);
  });

  test.each([400, 401, 403, 500, 501])('on status %i', async (status) => {
    const { answer, requests } = await ask(answering(ACME, status));
    expect(answer).toEqual(DOWN);
    expect(requests).toHaveLength(1);
  });

  test('where the body is over 64 kB, plain or unpacked', async () => {
    const { gzipSync } = await import('node:zlib');
    const large = `${ACME}${' '.repeat(64 * 1024)}`;
    const packed = { ...JSON_TYPE, 'content-encoding': 'gzip' };
    for (const listener of [answering(large), answering(gzipSync(large), 200, packed)]) {
      const { answer, requests } = await ask(listener);
      expect(answer).toEqual(DOWN);
      expect(requests).toHaveLength(1);
    }
    expect((await ask(answering(gzipSync(ACME), 200, packed))).answer).toEqual({ entries: ['acme.com'] });
  });

  test('where the certificate is not for this name, or of an unknown authority', async () => {
    await using api = await startDomainsApi(answering(ACME));
    const { agentOptions } = api.surroundings();
    const byOtherName = place(api.event(), ['secrets', 'DOMAINS_API_URL'], `https://other.acme-saas.com:${api.port}`);
    expect(await askExternalApi(byOtherName, api.surroundings())).toEqual(DOWN);
    const { ca: _ca, ...withoutAuthority } = agentOptions;
    expect(await askExternalApi(api.event(), api.surroundings({ agentOptions: withoutAuthority }))).toEqual(DOWN);
    expect(api.requests).toEqual([]);
  });
});

describe('asked a second time, and no third', () => {
  test.each([429, 502, 503, 504])('after status %i', async (status) => {
    expect((await ask(oneAfterAnother(answering('', status), answering(ACME)))).answer).toEqual({
      entries: ['acme.com'],
    });
    const { answer, requests } = await ask(answering('', status));
    expect(answer).toEqual(DOWN);
    expect(requests).toHaveLength(2);
  });

  test('after a connection that broke, before the answer or within', async () => {
    const before: RequestListener = (request) => request.socket.destroy();
    const within: RequestListener = (request, response) => {
      response.writeHead(200, JSON_TYPE).write(ACME.slice(0, 5));
      setTimeout(() => request.socket.destroy(), 20);
    };
    for (const broken of [before, within]) {
      expect((await ask(oneAfterAnother(broken, answering(ACME)))).answer).toEqual({ entries: ['acme.com'] });
      expect((await ask(broken)).requests).toHaveLength(2);
    }
  });

  test('where the server asks to wait, within the budget', async () => {
    const { answer } = await ask(oneAfterAnother(answering('', 503, { 'retry-after': '1' }), answering(ACME)));
    expect(answer).toEqual({ entries: ['acme.com'] });
  });

  test('not where that time is past the budget', async () => {
    const budgetMs = 10 * 60_000;
    for (const retryAfter of ['600', '86400', new Date(Date.now() + 3_600_000).toUTCString()]) {
      const { answer, requests } = await ask(answering('', 429, { 'retry-after': retryAfter }), budgetMs);
      expect(answer).toEqual(DOWN);
      expect(requests).toHaveLength(1);
    }
  });

  test('whatever nonsense that time is', async () => {
    for (const retryAfter of ['soon', '-5', '', '1e400']) {
      const { requests } = await ask(answering('', 503, { 'retry-after': retryAfter }));
      expect(requests).toHaveLength(2);
    }
  });
});

describe('down when the budget is used up', () => {
  const drip: RequestListener = (_request, response) => {
    response.writeHead(200, JSON_TYPE);
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  };
  test.each<[string, RequestListener]>([
    ['nothing comes', () => {}],
    ['the body stops', (_request, response) => void response.writeHead(200, JSON_TYPE).write('{')],
    ['the body drips', drip],
    ['the second try hangs', oneAfterAnother(answering('', 503), () => {})],
  ])('%s', async (_what, listener) => {
    expect((await ask(listener, 300)).answer).toEqual(DOWN);
  });

  test('a name that is never resolved', async () => {
    await using api = await startDomainsApi(answering(ACME));
    const surroundings = api.surroundings({ budgetMs: 300, agentOptions: { lookup: () => {} } });
    expect(await askExternalApi(api.event(), surroundings)).toEqual(DOWN);
  });
});

test('a proxy in the environment is not used', async () => {
  await using proxy = await startDomainsApi(answering(ACME));
  process.env.HTTPS_PROXY = proxy.url;
  try {
    expect((await ask(answering(ACME))).answer).toEqual({ entries: ['acme.com'] });
  } finally {
    delete process.env.HTTPS_PROXY;
  }
  expect(proxy.requests).toEqual([]);
});

test('secrets that do not allow a call are EC_CONFIG, and there is none', async () => {
  await using api = await startDomainsApi(answering(ACME));
  const event = place(api.event(), ['secrets', 'DOMAINS_API_TOKEN'], `${DOMAINS_API_TOKEN}\n`);
  expect(await askExternalApi(event, api.surroundings())).toEqual({ failure: 'EC_CONFIG' });
  expect(api.requests).toEqual([]);
});
