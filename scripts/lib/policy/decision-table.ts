import { join } from 'node:path';
import { actionFromSource, loginEvent, type NamedEvent, type PlayedLogin, playThrough } from '#actions-testing';
import { SCOPES, scopeName } from '../../../library/scopes.ts';
import type { BuiltTenant } from '../build/build-tenant.ts';
import { type LockedVersions, readLockedVersions } from '../bundle/dependencies.ts';
import { actionsFrom, type BuiltFlow, secretsFor } from '../trigger/built-flow.ts';
import { decisionOf, type TriggerReport } from '../trigger/report.ts';

/** Describes the result of one event of the catalogue. */
export interface TableRow {
  event: string;
  decision: TriggerReport['decision'];
  /** Added to the token. */
  scopes: string[];
  /** For a denial every reason, in order; else what is unusual. */
  reasons: string[];
  /** The factors that the person was asked for, and answered: `challenge otp`. */
  asked: string[];
  /** The domains in the token's claim. */
  domains: string[];
}

/** Logged in every login that goes well. */
const ORDINARY = ['EC_PERMITTED', 'EC_CHALLENGED', 'EC_ENROLLING', 'EC_NO_ENROLLMENT', 'EC_GRANTED', 'EC_DOMAINS_SET'];

/**
 * Runs the Actions of a built tenant with every event of the catalogue.
 *
 * @param rootDir the project whose installed packages the Actions run with, whatever versions the built tenant
 * declares
 */
export async function decisionTable(
  built: BuiltTenant,
  rootDir: string,
  events: readonly NamedEvent[],
): Promise<TableRow[]> {
  const flow = await flowOf(built, rootDir);
  const rows: TableRow[] = [];
  for (const entry of events) rows.push(await rowOf(entry, flow));
  return rows;
}

async function flowOf({ bundles, manifest }: BuiltTenant, rootDir: string): Promise<BuiltFlow> {
  // The build has reported problems of the lockfile.
  const locked = await readLockedVersions(rootDir);
  const installed: LockedVersions = locked.ok ? locked.value : () => undefined;
  const { actions, triggers } = manifest.tenant;
  return {
    actions: triggers['post-login'].flatMap(({ action_name: name }) => {
      const bundle = bundles.find((candidate) => candidate.name === name);
      if (bundle === undefined) return [];
      const { dependencies = [] } = actions.find((action) => action.name === name) ?? {};
      return [
        actionFromSource({
          name,
          code: bundle.code,
          dependencies: dependencies.map((one) => ({ ...one, version: installed(one.name) ?? one.version })),
          resolveFrom: join(rootDir, 'package.json'),
        }),
      ];
    }),
    secretNames: Object.fromEntries(actions.map(({ name, secrets = [] }) => [name, secrets.map((one) => one.name)])),
  };
}

async function rowOf({ name, changes, startsAt, person }: NamedEvent, flow: BuiltFlow): Promise<TableRow> {
  const event = loginEvent(...changes);
  const { login, answers } = await playThrough(actionsFrom(flow, startsAt), event, {
    secrets: secretsFor(flow, event.secrets),
    ...(person !== undefined && { person }),
  });
  const { decision, reasons } = decisionOf(login);
  const codes = reasons.map(({ code }) => code);
  const isAllowed = decision === 'allowed';
  return {
    event: name,
    decision,
    scopes: isAllowed ? SCOPES.filter((scope) => login.scopes.added.includes(scopeName(scope))) : [],
    reasons: isAllowed ? codes.filter((code) => !ORDINARY.includes(code)) : codes,
    asked: answers.map(({ kind, factor }) => `${kind} ${factor}`),
    domains: isAllowed ? domainsIn(login) : [],
  };
}

function domainsIn({ accessTokenClaims: { express_configuration: claim } }: PlayedLogin['login']): string[] {
  if (typeof claim !== 'object' || claim === null || Array.isArray(claim)) return [];
  return Array.isArray(claim.domain_aliases) ? claim.domain_aliases.map(String) : [];
}
