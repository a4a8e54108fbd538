import { describe, expect, test } from 'vitest';
import { isSameMailbox, mailboxOf } from '../../../../scripts/lib/onboard/mailbox.ts';

describe('an address', () => {
  test.each([
    ['ada@acme.com', 'ada@acme.com'],
    ['ADA@ACME.com', 'ada@acme.com'],
    ['ada+okta@acme.com', 'ada+okta@acme.com'],
    ['ada@büro.com', 'ada@xn--bro-hoa.com'],
    ['ada@xn--bro-hoa.com', 'ada@xn--bro-hoa.com'],
    ['50%@acme.com', '50%@acme.com'],
    ['\u0430\u0434\u0430@\u043f\u043e\u0447\u0442\u0430.\u0440\u0444', '\u0430\u0434\u0430@xn--80a1acny.xn--p1ai'],
    ['zo\u00eb.b@acme.com', 'zo\u00eb.b@acme.com'],
  ])('%j is %j', (typed, mailbox) => {
    expect(mailboxOf(typed)).toBe(mailbox);
  });

  test.each([
    'ada',
    'ada@acme',
    'ada@@acme.com',
    'ada\u200b@acme.com',
    'ada@ac\u200bme.com',
    'ada\u2060@acme.com',
    'ad\u00ada@acme.com',
    'ada\ufeff@acme.com',
    '\u202eada@acme.com',
    'ada\u3164@acme.com',
    'ada\ufe0f@acme.com',
    'ada\u00a0@acme.com',
    'ada\u0000@acme.com',
    '%61da@acme.com',
    'ada%2Bx@acme.com',
    'ada@ac%6De.com',
    'ada&#64;x@acme.com',
    '=?utf-8?q?ada?=@acme.com',
    'ada\\u0040x@acme.com',
    'ada@acme\u3002com',
    'ada@acme.com.',
    '\uff41da@acme.com',
    'ada@acme.\uff43om',
    '\u212aim@acme.com',
    'a\u0301da@acme.com',
    'ada(x)@acme.com',
    'ad\u0430@acme.com',
    'ada@\u0430cme.com',
    'ada@xn--cme-5cd.com',
    'ada@127.0.0.1',
    'ada@0x7f.1',
    '.ada@acme.com',
    'ada.@acme.com',
    'a..da@acme.com',
    'ada@acme..com',
    'ada@.acme.com',
  ])('%j is none', (typed) => {
    expect(mailboxOf(typed)).toBeUndefined();
  });

  test('with a tag is the same mailbox', () => {
    expect(isSameMailbox('ada+okta@acme.com', 'ada@acme.com')).toBe(true);
    expect(isSameMailbox('a.da+x@googlemail.com', 'ad.a@gmail.com')).toBe(true);
    expect(isSameMailbox('a.da@acme.com', 'ada@acme.com')).toBe(false);
    expect(isSameMailbox('adam@acme.com', 'ada@acme.com')).toBe(false);
    expect(isSameMailbox('ada@acme.com', 'ada@acme.de')).toBe(false);
  });
});
