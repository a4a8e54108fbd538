import { ManagementClient } from 'auth0';
import { describe, expect, test } from 'vitest';
import type { StepUpSettings } from '../../../../library/step-up-settings.ts';
import { ok } from '../../../../scripts/lib/failures.ts';
import type { Customer } from '../../../../scripts/lib/onboard/customer.ts';
import type { CustomerRun } from '../../../../scripts/lib/onboard/customer-run.ts';
import { ensureSecondFactor } from '../../../../scripts/lib/onboard/ticket-step.ts';
import { STEP_UP_SETTINGS } from '../../../support/step-up-settings.ts';

interface Given {
  /** Types of the account's authentication methods. */
  methods?: string[];
  stepUp?: Partial<StepUpSettings>;
  via?: Customer['via'];
  strategy?: string;
  isNew?: boolean;
}

/** What is asked of the Management API, and whether the login can go on. */
async function ensured({ methods = [], stepUp = {}, via = 'invitation', strategy = 'auth0', isNew = false }: Given) {
  const sent: unknown[] = [];
  const shown: string[] = [];
  const fetch = async (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const isTicket = String(url).endsWith('/guardian/enrollments/ticket');
    const isFirst = new URL(String(url)).searchParams.get('page') !== '1';
    if (isFirst) sent.push(isTicket ? JSON.parse(String(init.body)) : new URL(String(url)).pathname.split('/').at(-1));
    return Response.json(
      isTicket
        ? { ticket_id: 't', ticket_url: 'https://tenant.example/t' }
        : {
            authenticators: (isFirst ? methods : []).map((type) => ({ id: type, type })),
            start: 0,
            limit: 50,
            total: methods.length,
          },
    );
  };
  const api = new ManagementClient({ domain: 'tenant.example', token: 'x', fetch } as never);
  const run: CustomerRun = { api, isDryRun: false, steps: [], signal: undefined };
  const customer: Customer = {
    name: 'acme',
    displayName: 'Acme',
    admin: { email: 'ada@acme.com' },
    domains: ['acme.com'],
    via,
    grant: 'role',
    scopes: ['sso'],
  };
  const goesOn = await ensureSecondFactor(
    run,
    customer,
    { userId: 'auth0|ada', isNew },
    {
      reveal: (line) => shown.push(line),
      stepUp: { ...STEP_UP_SETTINGS, ...stepUp },
      connection: { id: 'con_1', name: 'users', strategy, takesSignUps: false, enabledClients: [] },
    },
  );
  return { goesOn, sent, shown: shown.length };
}

const ticket = (more: object = {}) => ({
  user_id: 'auth0|ada',
  send_mail: false,
  factor: 'webauthn-platform',
  ...more,
});
const another = ticket({ allow_multiple_enrollments: true });

describe('a ticket is made for who step-up would deny for their factors', () => {
  test.each<[string, Given, unknown[]]>([
    ['by an emailed code, without a factor', { via: 'passwordless' }, [ticket()]],
    ['with a phone alone', { methods: ['password', 'phone'] }, [another]],
    ['with push alone, however it is called', { methods: ['push'] }, [another]],
    ['with a recovery code alone', { methods: ['recovery-code'] }, [another]],
    ['without a factor, where nobody enrols', { stepUp: { whenNoFactor: 'deny' } }, [ticket()]],
    ['just made, where nobody enrols', { isNew: true, stepUp: { whenNoFactor: 'deny' } }, [ticket()]],
  ])('%s', async (_who, given, tickets) => {
    const { goesOn, sent, shown } = await ensured(given);
    expect({ goesOn, shown }).toEqual({ goesOn: ok(false), shown: 1 });
    expect(sent.filter((one) => typeof one === 'object')).toEqual(tickets);
  });
});

describe('no ticket is made for others', () => {
  test.each<[string, Given]>([
    ['with an allowed factor', { methods: ['totp', 'phone'] }],
    ['without a factor, who can enrol in the login', { methods: ['password', 'email', 'passkey'] }],
    [
      'with a phone that is accepted first',
      { methods: ['phone'], stepUp: { whenOnlyOtherFactors: { challengeThenEnroll: ['voice'] } } },
    ],
    ['where there is no step-up', { via: 'passwordless', stepUp: { mode: 'off' } }],
    ['by an emailed code, with an allowed factor', { via: 'passwordless', methods: ['totp'] }],
  ])('%s', async (_who, given) => {
    expect(await ensured(given)).toEqual({ goesOn: ok(true), sent: ['authentication-methods'], shown: 0 });
  });

  test('and of an account just made nothing is read', async () => {
    expect(await ensured({ isNew: true })).toEqual({ goesOn: ok(true), sent: [], shown: 0 });
  });
});
