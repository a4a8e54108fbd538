import { describe, expect, test } from 'vitest';
import { namesIn, PINNED_SECTIONS, withPinnedIds } from '../../../../scripts/lib/manifest/pinned-ids.ts';
import type { TenantFile } from '../../../../scripts/lib/manifest/tenant-file.ts';
import { byName, NameResolutionError, onlyOne } from '../../../../scripts/lib/tenant/by-name.ts';
import { pinning } from '../../../support/pinning.ts';

const TWO = [
  { id: 'a', name: 'One' },
  { id: 'b', name: 'One' },
];

describe.each(PINNED_SECTIONS)('a name in %s', (section) => {
  test('that one has leads to it, and one that nobody has to nothing', () => {
    expect(byName(pinning(), section, [{ id: 'a', name: 'One' }], 'One')).toEqual({ id: 'a', name: 'One' });
    expect(byName(pinning(), section, TWO, 'Two')).toBeUndefined();
  });

  test('that two have names both ids and the way to pin one', () => {
    expect(() => byName(pinning(), section, TWO, 'One')).toThrow(
      new NameResolutionError({
        code: 'NAME_AMBIGUOUS',
        expected: `one entry of \`${section}\` named "One" on the tenant`,
        found: '2: a, b',
        fix: `Rename the others, or pin the id of the one that is meant in tenant/environments/local.yaml: ids: { ${section}: { "One": "a" } }`,
      }),
    );
  });

  test('with a pinned id leads to that one, whatever its name is, and never to another', () => {
    expect(byName(pinning({ [section]: { One: 'b' } }), section, TWO, 'One')).toBe(TWO[1]);
    const renamed = { id: 'c', name: 'Renamed' };
    expect(byName(pinning({ [section]: { One: 'c' } }), section, [...TWO, renamed], 'One')).toBe(renamed);
    expect(() => byName(pinning({ [section]: { One: 'gone' } }), section, TWO, 'One')).toThrow('none with gone');
  });

  test('goes to auth0-deploy-cli with its id', () => {
    const key = section === 'clients' ? 'client_id' : 'id';
    const sections = { [section]: [{ name: 'One' }, { name: 'Two' }] };
    expect(withPinnedIds(sections, { [section]: { One: 'b' } })).toEqual({
      [section]: [{ name: 'One', [key]: 'b' }, { name: 'Two' }],
    });
  });
});

test('a grant names its application: a pinned one by its id', () => {
  const grants = [{ client_id: 'One' }, { client_id: 'Two' }];
  const ids = { clients: { One: 'b' } };
  expect(withPinnedIds({ clientGrants: grants }, ids)).toEqual({ clientGrants: [{ client_id: 'b' }, grants[1]] });
  const file = { clients: [{ name: 'One' }], clientGrants: grants } as Partial<TenantFile> as TenantFile;
  expect(namesIn(file, 'clients')).toEqual(['One', 'Two']);
});

test('what is asked for by its name is one or nothing', () => {
  expect(onlyOne('connection', 'One', [])).toBeUndefined();
  expect(onlyOne('connection', 'One', TWO.slice(1))).toBe(TWO[1]);
  expect(() => onlyOne('connection', 'One', TWO)).toThrow('expected one connection named "One"'.slice(9));
});
