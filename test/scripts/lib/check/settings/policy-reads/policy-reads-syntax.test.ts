import { describe, expect, test } from 'vitest';
import { reportedOf } from './policy-reads-rig.ts';

/** Whatever leads to it, the address is read once. */
const expectOneAddress = async (rule: string, ...before: string[]): Promise<void> => {
  const found = await reportedOf(rule, ...before);
  expect(found.map((text) => text.split(':')[0])).toEqual(['user.email']);
};

const AT = 'const at = (user) => user.email;';

describe('expressions:', () => {
  test.each([
    ['an argument that is spread', '(event) => at(...[event.user])', AT],
    ['an element by number', '(event) => [1, event.user][1].email'],
    ['a text with expressions', '(event) => `$' + '{event.user.email}`.length > 0'],
    ['a call that may not be', '(event) => at?.(event.user)', AT],
    ['a condition', '(event) => (event.user.email ? [] : [])'],
    ['a sequence', '(event) => (0, event.user).email'],
    ['a promise', 'async (event) => (await event.user).email'],
    ['an operator', '(event) => !event.user.email'],
    ['a method', '({ user }) => methods.at(user)', 'const methods = { at(user) { return user.email; } };'],
    ['a static method', '({ user }) => C.at(user)', 'class C { static at(user) { return user.email; } }'],
    ['a static field', 'C.at', 'const C = class { static at = ({ user }) => user.email; };'],
    ['a class inside', '(event) => { class C { static at(u) { return u.email; } } return C.at(event.user); }'],
    ['a default class', 'C.at', 'const C = class { static at = ({ user }) => user.email; };'],
    ['a function that is called with a receiver', '(event) => at.call(null, event.user)', AT],
    ['a bound function', '(event) => at.bind(null)(event.user)', AT],
    ['a frozen object', '(event) => Object.freeze(event.user).email'],
    ['an assigned object', '(event) => Object.assign({}, event.user).email'],
    [
      'a function of the library',
      "(event) => own(event.user, 'email')",
      "import { own } from 'express-configure/actions';",
    ],
    ['a callback of something unknown', '(event) => find(() => event.user.email)'],
    ['a callback of another method', '(event) => LIST.findIndex(() => event.user.email)'],
    ['a rule that something unknown calls', 'remembered(isOurs)', 'const isOurs: Rule = (event) => event.user.email;'],
    ['a rule by a cast', 'remembered(((event) => event.user.email) satisfies Rule)'],
    ['a function that is called again and again', '(event) => at(A) || at(B) || at(C) || at(event.user)', AT],
  ])('%s', async (_what, rule, ...before) => expectOneAddress(rule, ...before));

  test.each(['every', 'filter', 'find', 'findLast', 'flatMap', 'forEach', 'map', 'some', 'toSorted'])(
    'an element that a list passes to %s',
    (method) => expectOneAddress(`(event) => [event.user].${method}((user) => user.email)`),
  );

  test.each([
    'slice().at(0)',
    'filter(Boolean).find(isA)',
    'toSorted().pop()',
    'map((user) => user).shift()',
    'flatMap((user) => [user]).at(0)',
    'concat([nobody]).findLast(isA)',
  ])('an element by %s', (methods) => expectOneAddress(`(event) => [event.user].${methods}.email`));

  test('a nested list, and one to which it is added', async () => {
    await expectOneAddress('(event) => [[event.user]].flat().at(0).email');
    await expectOneAddress('(event) => [].concat([event.user]).at(0).email');
    await expectOneAddress('(event) => [].concat(event.user).at(0).email');
  });

  test('an element that is reduced, and what it begins with', async () => {
    await expectOneAddress('(event) => [event.user].reduce((sum, user) => user.email, [])');
    await expectOneAddress('(event) => [1].reduceRight((user) => user.email, event.user)');
    await expectOneAddress('(event) => [1].reduce((_, n) => n, event.user).email');
    await expectOneAddress('(event) => [1].reduce((_, n) => event.user, 1).email');
  });
});

describe('statements:', () => {
  test.each([
    ['a condition', '(event) => { if (event.user.email) return []; }'],
    ['a loop that counts', '(event) => { for (let n = 0; n < event.user.email.length; n += 1); }'],
    ['a loop of keys', '(event) => { for (const key in event.user.email) return []; }'],
    ['a loop while', '(event) => { while (event.user.email) return []; }'],
    ['a loop that ends with a condition', '(event) => { do { n += 1; } while (event.user.email); }'],
    [
      'what one round of a loop leaves to the next',
      '(event) => { let u; for (;;) { if (u) return u.email; u = event.user; } }',
    ],
    ['a loop that assigns', '(event) => { let u; for (u of [event.user]) return u.email; }'],
    ['a choice of cases', '(event) => { switch (event.user.email) { case 1: return []; } }'],
    ['a case', '(event) => { switch (1) { case 1: return event.user.email; } }'],
    ['an error that is thrown', '(event) => { throw new Error(event.user.email); }'],
    ['what is done at last', '(event) => { try { a(); } catch { b(); } finally { c(event.user.email); } }'],
    ['what is done after an error', '(event) => { try { a(); } catch ({ message }) { return event.user.email; } }'],
    [
      'a function that is declared later',
      '(event) => { return ours(event); function ours(e) { return e.user.email; } }',
    ],
    [
      'what a block returns',
      '(event) => userOf(event).email',
      'function userOf(e) { if (e) { return e.user; } return []; }',
    ],
    [
      'what a tried block returns',
      '(event) => userOf(event).email',
      'function userOf(e) { try { return e.user; } catch {} }',
    ],
  ])('%s', async (_what, rule, ...before) => expectOneAddress(rule, ...before));
});

describe('names:', () => {
  test.each([
    ['an element of a pattern', '(event) => { const [, u] = [1, event.user]; return u.email; }'],
    ['the rest of a list', '(event) => { const [, ...us] = [1, event.user]; for (const u of us) return u.email; }'],
    ['the rest of the arguments', '(...all) => all[0].user.email'],
    ['a default', '(event, nowMs, u = event.user) => u.email'],
    ['a default of a pattern', '({ client: { by = 1 }, user: { email = 1 } }) => email'],
    ['an assignment to a cast', '(event) => { let u; (u as User) = event.user; return u.email; }'],
    ['an assignment to what may be nothing', '(event) => { let u; u! = event.user; return u.email; }'],
    [
      'a variable of the file',
      '(e) => { set(e); return who.email; }',
      'let who: User;',
      'const set = (e) => { who = e.user; };',
    ],
    ['names of the file by a pattern', 'a.isA', 'const { isB, ...a } = { isA: (e) => e.user.email, isB: [] };'],
    [
      'renamed names of the file',
      'isA',
      'const { ours: isA = 1, other: { deep }, list: [one] } = { ours: (e) => e.user.email };',
    ],
    [
      'a name that needs itself',
      'isA',
      'const isA = (e) => (list.length ? e.user.email : isA(e));',
      'const list = [isA, ...list];',
    ],
  ])('%s', async (_what, rule, ...before) => expectOneAddress(rule, ...before));

  test.each([
    ['another operator', "(event) => event.user['em' - 'ail']"],
    ['a method of an instance', 'C.isA', 'class C { isA({ user }) { return user.email; } }'],
    ['a member that is written', '(event) => { copy.user.email = 1; [copy.user.name] = [1]; return []; }'],
    ['a private member', '(event) => C.isA(event)', 'class C { static #a = 1; static isA(event) { return C.#a; } }'],
    ['super', '(event) => ({ a() { return super.email; } })'],
  ])('not %s', async (_what, rule, ...before) => {
    expect(await reportedOf(rule, ...before)).toEqual([]);
  });
});
