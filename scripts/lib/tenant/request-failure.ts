import type { Failure } from '../failures.ts';
import { mask } from '../mask.ts';
import type { Connection } from './connection.ts';
import { secretOf } from './credential.ts';
import type { FailedRequest, Problem } from './failed-request.ts';
import { networkFix } from './network-fix.ts';
import { refusal } from './refusal.ts';
import type { RequestContext } from './request-context.ts';

/** Returns the failure of a request, for the person who ran the command. */
export function requestFailure(failed: FailedRequest, { activity, connection }: RequestContext): Failure {
  const { request, problem } = failed;
  const failure =
    problem.kind === 'refused'
      ? refusal(request, problem, { activity, connection })
      : noAnswer(request, problem, activity, connection);
  // A server may repeat what it was sent.
  const shown = (text: string): string => mask(text, [secretOf(connection)]);
  return { ...failure, expected: shown(failure.expected), found: shown(failure.found), fix: shown(failure.fix) };
}

function noAnswer(
  request: string,
  problem: Exclude<Problem, { kind: 'refused' }>,
  activity: string,
  { domain }: Connection,
): Failure {
  const unreachable = { code: 'TENANT_UNREACHABLE', expected: `the tenant to answer (${activity})` } as const;
  switch (problem.kind) {
    case 'network': {
      const { code, message } = problem;
      // OpenSSL's own text contains addresses and names of its source files.
      const text = message.includes(':error:') ? '' : ` ${message}`;
      const cause = message.includes(code) ? message : `${code}${text}`;
      return {
        ...unreachable,
        found: `${cause} (${request})${unknownOutcome(request, code)}`,
        fix: networkFix(code, domain),
      };
    }
    case 'timeout':
      return {
        ...unreachable,
        found: `no answer to ${request} in ${seconds(problem.afterMs)}${unknownOutcome(request)}`,
        fix: 'Run the command again: it continues where it ended. If it stays so, look for a proxy or firewall, and at status.auth0.com.',
      };
    case 'run-limit':
      return {
        ...unreachable,
        expected: `the tenant to answer within ${seconds(problem.afterMs)} in all (${activity})`,
        found: `the time was up before ${request}`,
        fix: 'Look at status.auth0.com, and run the command again: it continues where it ended.',
      };
    case 'foreign': {
      const { status, contentType, location } = problem;
      const answer = location === undefined ? contentType : `a redirect to ${location}`;
      return {
        code: 'TENANT_UNKNOWN',
        expected: `an Auth0 tenant at ${domain} (${activity})`,
        found: `${status}, ${answer}, in answer to ${request}`,
        fix: "Check AUTH0_DOMAIN: the tenant's own domain, such as acme.eu.auth0.com. If it is right, a proxy or firewall answers in its place.",
      };
    }
  }
}

const seconds = (ms: number): string => `${Math.max(1, Math.round(ms / 1000))} s`;

/** Codes of a connection that never was: nothing can have happened. */
const BEFORE_SENDING =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT|EPROTO|CERT_|ERR_SSL_|ERR_TLS_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;

const unknownOutcome = (request: string, code = ''): string =>
  /^GET |\/oauth\/token$/.test(request) || BEFORE_SENDING.test(code) ? '' : ', so that it may have been carried out';
