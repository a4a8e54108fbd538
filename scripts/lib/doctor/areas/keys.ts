import { findOktaKey } from '../../tenant/okta-keys.ts';
import { authenticationCheck } from '../../verify/credential.ts';
import type { Descriptions } from '../description.ts';
import { type Finding, findingOf } from '../finding.ts';
import { SOON_MS, type Subject } from '../subject.ts';

/** Describes the findings of this area. */
export const KEYS = {
  OIN_CLIENT_AUTHENTICATION: {
    severity: 'problem',
    requirement: 'R30',
    why: 'Okta proves itself by its private key and has no secret: by any other method it gets no token (503 in Okta).',
    fix: "Run npm run oin -- key FILE.pem --env <env> with Okta's public key: it makes the client private_key_jwt again.",
  },
  OIN_KEY_MISSING: {
    severity: 'problem',
    requirement: 'R30',
    why: 'Without a usable key Okta gets no token (503 in Okta).',
    fix: "Download the public key from Okta's OIN Wizard and run npm run oin -- key FILE.pem --env <env>.",
  },
  OIN_KEY_EXPIRED: {
    severity: 'problem',
    requirement: 'T30',
    why: 'What Okta signs with an expired key is refused (503 in Okta).',
    fix: 'Get a new key from the OIN Wizard and run npm run oin -- key FILE.pem --env <env>, later with --retire.',
  },
  OIN_KEY_EXPIRES_SOON: {
    severity: 'warning',
    requirement: 'T30',
    why: 'From then on Okta gets no token.',
    fix: 'Rotate it in time: run npm run oin -- key NEW.pem --env <env>, and once Okta uses the new one, again with --retire.',
  },
  OIN_KEY_SEVERAL: {
    severity: 'warning',
    requirement: 'T30',
    why: 'Two usable keys are meant for the days of a rotation: the older one is a credential nobody watches.',
    fix: 'Retire the older one with the file of the newer one: npm run oin -- key NEWER.pem --retire --env <env>',
  },
  OIN_KEY_NOT_FROM_GIT: {
    severity: 'warning',
    requirement: 'T30',
    why: "Whoever holds the other key gets tokens, and Okta's own, which git names, does not work.",
    fix: 'Run npm run oin -- key FILE.pem --retire --env <env> with the key that the OIN Wizard shows, and keep it as okta_public_key.',
  },
  OIN_KEY_STRENGTH_UNKNOWN: {
    severity: 'unknown',
    requirement: 'B13',
    why: "Auth0 does not give a key back: its size (2048 bits or more) is judged from git's okta_public_key, which is not there.",
    fix: 'Save the key as tenant/environments/<env>.pem and write okta_public_key: ./<env>.pem into tenant/environments/<env>.yaml.',
  },
} as const satisfies Descriptions;

const finding = findingOf(KEYS);

/** Judges how Okta proves itself as the OIN client. */
export const judgeOktaKey = (subject: Subject): Finding[] => [...judgeMethod(subject.tenant), ...judgeKeys(subject)];

function judgeMethod({ clients, oinClient }: Subject['tenant']): Finding[] {
  if (clients === undefined || oinClient === undefined) return [];
  const { status, detail } = authenticationCheck(oinClient);
  return status === 'failed' ? [finding('OIN_CLIENT_AUTHENTICATION', detail)] : [];
}

/** Judges the keys. Auth0 returns names, ids and expiry dates of keys, not the keys. */
function judgeKeys({ tenant, pem, nowMs }: Subject): Finding[] {
  const { keys } = tenant;
  if (keys === undefined) return [];
  const usable = keys.filter(({ isUsable }) => isUsable);
  if (usable.length === 0) {
    const stored = keys.length === 0 ? 'no key' : `${keys.length} stored, none assigned`;
    return [finding('OIN_KEY_MISSING', stored)];
  }
  const found = usable.flatMap(({ name, kid, expiresAt }): Finding[] => {
    const leftMs = expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(expiresAt) - nowMs;
    if (leftMs > SOON_MS) return [];
    return [
      finding(leftMs <= 0 ? 'OIN_KEY_EXPIRED' : 'OIN_KEY_EXPIRES_SOON', `key "${name || kid}" ends ${expiresAt}`),
    ];
  });
  if (usable.length > 1) {
    found.push(
      finding('OIN_KEY_SEVERAL', `${usable.map(({ name, kid }) => `"${name || kid}"`).join(' and ')} are usable`),
    );
  }
  if (pem === undefined) found.push(finding('OIN_KEY_STRENGTH_UNKNOWN', 'no okta_public_key in git'));
  else if (!findOktaKey(keys, pem)?.isUsable) {
    found.push(finding('OIN_KEY_NOT_FROM_GIT', `usable is ${usable.map(({ kid }) => kid).join(', ')}`));
  }
  return found;
}
