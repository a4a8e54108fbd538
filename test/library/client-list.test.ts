import { expect, test } from 'vitest';
import { parseClientList } from '../../library/client-list.ts';

test('splits at commas and drops spaces and empty entries', () => {
  expect(parseClientList(' one,two , ,three,')).toEqual(['one', 'two', 'three']);
});

test.each([undefined, null, '', '  ', ' , ,', ['one'], 7])('finds no client in %o', (secret) => {
  expect(parseClientList(secret)).toEqual([]);
});
