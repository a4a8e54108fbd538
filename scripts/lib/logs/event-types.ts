import type { LogEvent } from './log-event.ts';

/** Names a stage of Express Configuration, as far as an event shows it. */
export type Step =
  | 'login'
  | 'second factor'
  | 'consent'
  | 'token'
  | 'configure'
  | 'SCIM'
  | 'logout'
  | 'Action'
  | 'limit'
  | 'other';

/** Names an event's outcome. `asked`: the person was asked for something. `unknown`: the type is not known here. */
export type Outcome = 'ok' | 'failed' | 'asked' | 'unknown';

export interface Meaning {
  step: Step;
  outcome: Outcome;
}

/** Auth0's codes (deploy-monitor/logs/log-event-type-codes), those that a login or configuration may leave. */
const CODES: readonly [Step, Outcome, string][] = [
  ['login', 'ok', 's ssa si scv organization_member_added'],
  ['login', 'asked', 'cs cls pla passkey_challenge_started'],
  ['login', 'failed', 'f fp fu fsa fc fco fcoa fens fi fpar pwd_leak passkey_challenge_failed'],
  ['second factor', 'ok', 'gd_auth_succeed gd_enrollment_complete gd_recovery_succeed gd_auth_email_verification'],
  [
    'second factor',
    'asked',
    'mfar gd_start_auth gd_start_enroll gd_send_email gd_send_email_verification gd_send_pn gd_send_sms gd_send_voice',
  ],
  [
    'second factor',
    'failed',
    'gd_auth_failed gd_auth_rejected gd_recovery_failed gd_otp_rate_limit_exceed gd_recovery_rate_limit_exceed gd_start_enroll_failed gd_auth_fail_email_verification gd_send_email_verification_failure gd_send_pn_failure gd_send_sms_failure gd_send_voice_failure gd_webauthn_challenge_failed gd_webauthn_enrollment_failed too_many_records',
  ],
  ['consent', 'failed', 'rich_consents_access_error'],
  ['token', 'ok', 'seacft seccft sertft sepft sede secte srrt'],
  ['token', 'failed', 'feacft feccft fertft ferrt fepft fede fecte'],
  ['configure', 'ok', 'sapi mgmt_api_read'],
  ['configure', 'failed', 'fapi'],
  ['SCIM', 'ok', 'sscim'],
  ['SCIM', 'failed', 'fscim'],
  ['logout', 'ok', 'slo universal_logout_succeeded oidc_backchannel_logout_succeeded'],
  ['logout', 'failed', 'flo universal_logout_failed oidc_backchannel_logout_failed federated_logout_failed'],
  ['Action', 'failed', 'actions_execution_failed'],
  ['limit', 'failed', 'api_limit limit_wc limit_sul limit_mu'],
  ['other', 'ok', 'depnote api_limit_warning w'],
];

const MEANINGS: ReadonlyMap<string, Meaning> = new Map(
  CODES.flatMap(([step, outcome, types]) =>
    types.split(' ').map((type): [string, Meaning] => [type, { step, outcome }]),
  ),
);

/** Returns the first code of an Action (`EC_…`) in a text. */
export const reasonCode = (text = ''): string | undefined => /\bEC_[A-Z0-9_]+\b/.exec(text)?.[0];

/** Returns the meaning of an event. A type that Auth0 adds later is failed if its name says so, else unknown. */
export function meaningOf(event: LogEvent): Meaning {
  const { type, description = '', path = '' } = event;
  const { step, outcome } = MEANINGS.get(type) ?? { step: 'other', outcome: outcomeByName(type) };
  if (reasonCode(description)?.startsWith('EC_MFA_')) return { step: 'second factor', outcome };
  if (step === 'login' && outcome === 'failed' && isConsent(event)) return { step: 'consent', outcome };
  if (step === 'configure' && /scim/i.test(`${path} ${description}`)) return { step: 'SCIM', outcome };
  return { step, outcome };
}

const isConsent = ({ description = '', oauthError = '' }: LogEvent): boolean =>
  oauthError === 'consent_required' || /did not authorize the request|consent required/i.test(description);

function outcomeByName(type: string): Outcome {
  if (/_(failed|failure|rejected)$/.test(type)) return 'failed';
  return /_(succeeded|success)$/.test(type) ? 'ok' : 'unknown';
}
