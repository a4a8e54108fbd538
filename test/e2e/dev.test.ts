import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dev } from '../../scripts/commands/dev/run.ts';
import { addTypeCheck, copyProject, type ProjectCopy } from '../support/project.ts';
import { MINUTE_MS } from './deploy-rig.ts';

let project: ProjectCopy;
let shown = '';
const opened: string[] = [];
const pressed: ((key: string) => void)[] = [];
const interrupted = new AbortController();
let ended: ReturnType<typeof dev>;

/** Keys as a person presses them. */
async function* keys(): AsyncGenerator<string> {
  for (;;) yield await new Promise<string>((resolve) => pressed.push(resolve));
}

/** Returns what is shown after `act`, once it contains the text. */
async function shows(text: string, act: () => Promise<unknown> | unknown): Promise<string> {
  const from = shown.length;
  await act();
  const deadline = Date.now() + MINUTE_MS;
  while (!shown.slice(from).includes(text)) {
    if (Date.now() > deadline) throw new Error(`not shown: ${text}\n${shown.slice(from)}`);
    await pause(20);
  }
  return shown.slice(from);
}

const press = (key: string) => pressed.shift()?.(key);

beforeAll(async () => {
  project = await copyProject();
  await addTypeCheck(project);
  await shows('watching actions/ and tenant/', () => {
    ended = dev({
      rootDir: project.rootDir,
      port: 0,
      event: 'plain-member',
      keys: keys(),
      signal: interrupted.signal,
      onProgress: () => undefined,
      show: (text) => {
        shown += text;
      },
      openBrowser: (url) => opened.push(url),
    });
  });
}, MINUTE_MS);
afterAll(async () => {
  interrupted.abort();
  await ended;
  await project[Symbol.asyncDispose]();
});

test('begins with the login as it is', () => {
  expect(shown).toContain('plain-member  ');
  expect(shown).toContain('denied: Access denied (EC_NOT_AUTHORIZED)');
});

test('a saved policy is deployed where it changes a bundle, and the login’s difference is shown', async () => {
  const text = await shows('plain-member:', () =>
    project.edit('actions/policy.ts', 'permit: [', 'permit: [\n    () => true,'),
  );
  expect(text).toMatch(
    /^deployed express-configure-step-up, express-configure-enroll, express-configure-grant in \d+ ms\nplain-member:\n/,
  );
  expect(text).toContain('- denied: Access denied (EC_NOT_AUTHORIZED)\n');
  expect(text).toContain('+ allowed\n');
});

test('a comment changes no bundle', async () => {
  const text = await shows('as before', () => project.edit('actions/policy.ts', 'import {', '// Who may.\nimport {'));
  expect(text).toMatch(/^no Action changed in \d+ ms\nplain-member: as before \(allowed\)\n/);
});

test('what does not build is told with its place, and what is deployed stays', async () => {
  const text = await shows('not deployed', () => project.edit('actions/policy.ts', '() => true,', '() => ,'));
  expect(text).toContain('BUNDLE_BUILD');
  await shows('as before (allowed)', () => project.edit('actions/policy.ts', '() => ,', '() => true,'));
});

test('type errors are shown, and do not keep a bundle from being deployed', async () => {
  const text = await shows('types:', () =>
    project.edit('actions/policy.ts', '() => true,', "(event) => event.user.nope === 'x',"),
  );
  expect(text).toContain('deployed express-configure-step-up, express-configure-enroll, express-configure-grant');
  expect(text).toMatch(/actions\/policy\.ts\(\d+,\d+\): error TS2339: Property 'nope' does not exist/);
});

test(
  'a change of the tenant is deployed as to any tenant',
  async () => {
    const text = await shows('deployed tenant/', () =>
      project.edit('tenant/tenant.yaml', 'description: May set up SSO', 'description: Sets up SSO'),
    );
    expect(text).toContain('plain-member: as before (denied)');
  },
  MINUTE_MS,
);

test(
  'keys: run again, open, reset',
  async () => {
    expect(await shows('express-configure-step-up', () => press('r'))).toContain('plain-member  ');
    press('o');
    await expect.poll(() => opened).toEqual([expect.stringMatching(/^http:\/\/localhost:\d+$/)]);
    await shows('the tenant is as it was at the start, with what is saved now', () => press('x'));
    expect(await shows('q quit', () => press('?'))).toBe(
      'r run the login again, o open the browser, x reset the tenant, q quit\n',
    );
  },
  MINUTE_MS,
);

test('q ends it', async () => {
  press('q');
  expect(await ended).toEqual({ ok: true, value: undefined });
});
