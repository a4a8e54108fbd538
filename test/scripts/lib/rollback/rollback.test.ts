import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Result } from '../../../../scripts/lib/failures.ts';
import { renderFailures } from '../../../../scripts/lib/render.ts';
import type { ActionHistory, Version } from '../../../../scripts/lib/rollback/history.ts';
import { inSafeOrder } from '../../../../scripts/lib/rollback/plan.ts';
import {
  type ChosenVersion,
  chosenVersions,
  previousState,
  type RollbackTarget,
} from '../../../../scripts/lib/rollback/target.ts';
import { combinationsOf, DEPLOY_WITHIN_MINUTES } from '../../../../scripts/lib/rollback/timeline.ts';
import { OURS } from '../../../support/our-actions.ts';

/** What went live: at which minute, of which Action, with what in it. */
type Publication = [minute: number, action: string, content: string];

const NAMES = ['step-up', 'grant', 'domains'];

const timeAt = (minute: number): string => new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString();

function historyOf(name: string, publications: readonly Publication[], pruned = 0): ActionHistory {
  const versions = publications
    .filter(([, action]) => action === name)
    .map(([minute, , content], index): Version => {
      const number = index + 1;
      return { id: `${name}-${number}`, number, createdAt: timeAt(minute), code: content, content };
    })
    .slice(pruned);
  const live = versions.at(-1);
  if (live === undefined) throw new Error(`${name} was never live`);
  return { actionId: `id-${name}`, name, live, versions, hasOwnDraft: false };
}

const historiesOf = (...publications: Publication[]): ActionHistory[] =>
  NAMES.map((name) => historyOf(name, publications));

const numbersIn = (versions: ReadonlyMap<string, Version>): Record<string, number> =>
  Object.fromEntries([...versions].map(([name, { number }]) => [name, number]));

function targetOf(result: Result<RollbackTarget>): RollbackTarget | string {
  return result.ok ? result.value : renderFailures(result.failures);
}

function goesBackTo(histories: readonly ActionHistory[], withinMinutes = DEPLOY_WITHIN_MINUTES): object | string {
  const target = targetOf(previousState(histories, withinMinutes));
  return typeof target === 'string' ? target : numbersIn(target.versions);
}

const first: Publication[] = [
  [0, 'step-up', 'A'],
  [0, 'grant', 'A'],
  [0, 'domains', 'A'],
];

describe('the state before the last deploy', () => {
  test('is another version of what that deploy changed, and of nothing else', () => {
    const histories = historiesOf(...first, [600, 'step-up', 'B'], [601, 'grant', 'B']);
    expect(targetOf(previousState(histories, DEPLOY_WITHIN_MINUTES))).toEqual({
      versions: new Map([
        ['step-up', histories[0]?.versions[0]],
        ['grant', histories[1]?.versions[0]],
      ]),
      wasLive: { since: timeAt(0), until: timeAt(600) },
      notes: [],
    });
  });

  test('keeps what an earlier deploy changed', () => {
    const histories = historiesOf(...first, [600, 'step-up', 'B'], [900, 'grant', 'B'], [901, 'domains', 'B']);
    expect(goesBackTo(histories)).toEqual({ grant: 1, domains: 1 });
  });

  test.each([
    [15, { grant: 1, domains: 1 }],
    [16, { domains: 1 }],
  ])('counts versions as of one deploy up to 15 minutes apart: %i minutes', (apart, expected) => {
    const histories = historiesOf(...first, [600, 'grant', 'B'], [600 + apart, 'domains', 'B']);
    expect(goesBackTo(histories)).toEqual(expected);
  });

  test('is told apart as finely as asked for', () => {
    const histories = historiesOf(...first, [600, 'grant', 'B'], [610, 'domains', 'B']);
    expect(goesBackTo(histories, 5)).toEqual({ domains: 1 });
  });

  test('ends a deploy before an Action comes a second time, after the longest pause', () => {
    const deploys: Publication[] = [
      [600, 'step-up', 'B'],
      [601, 'grant', 'B'],
      [608, 'domains', 'C'],
      [609, 'step-up', 'C'],
    ];
    expect(goesBackTo(historiesOf(...first, ...deploys))).toEqual({ 'step-up': 2, domains: 1 });
  });

  test('passes by what is equal to the live version', () => {
    const histories = historiesOf(...first, [600, 'grant', 'B'], [900, 'grant', 'B']);
    expect(targetOf(previousState(histories, DEPLOY_WITHIN_MINUTES))).toMatchObject({
      versions: new Map([['grant', { number: 1 }]]),
      notes: [],
    });
  });

  test('is the one that was put back, after a deploy of something new', () => {
    const putBack: Publication[] = [
      [600, 'step-up', 'B'],
      [600, 'grant', 'B'],
      [605, 'grant', 'A'],
      [605, 'step-up', 'A'],
    ];
    const histories = historiesOf(...first, ...putBack, [700, 'step-up', 'C'], [700, 'grant', 'B']);
    expect(goesBackTo(histories)).toEqual({ 'step-up': 3, grant: 3 });
  });
});

describe('a state that was put back', () => {
  const deploys: Publication[] = [
    [100, 'step-up', 'B'],
    [200, 'step-up', 'C'],
    [201, 'grant', 'C'],
  ];

  test('goes further back, and says so', () => {
    const histories = historiesOf(...first, ...deploys, [210, 'grant', 'A'], [210, 'step-up', 'B']);
    expect(targetOf(previousState(histories, DEPLOY_WITHIN_MINUTES))).toMatchObject({
      versions: new Map([['step-up', { number: 1 }]]),
      wasLive: { since: timeAt(0), until: timeAt(100) },
      notes: [
        `what is live now was live before, from ${timeAt(100)} to ${timeAt(200)}: this goes back to what was live before that`,
      ],
    });
  });

  test('has nothing before it where it was the first', () => {
    const histories = historiesOf(...first, [600, 'grant', 'B'], [605, 'grant', 'A']);
    expect(goesBackTo(histories)).toBe(
      'ROLLBACK_TARGET expected versions that were live together before the present ones, ' +
        'found step-up 1 (live); grant 1, 2, 3 (live); domains 1 (live)\n' +
        'Fix: Check out the commit that shall be live and run npm run deploy, or choose versions: --to NAME=NUMBER.\n',
    );
  });
});

describe('there is no state to go back to', () => {
  test('where nothing is deployed', () => {
    expect(goesBackTo([])).toContain('found no Action deployed\n');
  });

  test('where an Action came with the last deploy', () => {
    const histories = historiesOf([0, 'step-up', 'A'], [0, 'grant', 'A'], [600, 'grant', 'B'], [600, 'domains', 'A']);
    expect(goesBackTo(histories)).toContain('found step-up 1 (live); grant 1, 2 (live); domains 1 (live)\n');
  });

  test('where Auth0 keeps a version of then no more', () => {
    const publications: Publication[] = [...first, [600, 'grant', 'B'], [900, 'step-up', 'B']];
    const histories = [
      historyOf('step-up', publications, 1),
      historyOf('grant', publications),
      historyOf('domains', publications),
    ];
    expect(goesBackTo(histories)).toContain('found step-up 2 (live); grant 1, 2 (live); domains 1 (live)\n');
  });
});

describe('versions chosen by hand', () => {
  const histories = historiesOf(...first, [600, 'step-up', 'B'], [600, 'grant', 'B']);
  const choose = (...chosen: ChosenVersion[]) => targetOf(chosenVersions(histories, chosen, DEPLOY_WITHIN_MINUTES));

  test('are all that goes back', () => {
    expect(choose({ name: 'grant', number: 1 }, { name: 'step-up', number: 1 })).toEqual({
      versions: new Map([
        ['grant', histories[1]?.versions[0]],
        ['step-up', histories[0]?.versions[0]],
      ]),
      notes: [],
    });
  });

  test('are told where they were never live together', () => {
    expect(choose({ name: 'grant', number: 1 })).toMatchObject({
      notes: ['these versions were never live together'],
    });
  });

  test('are of a deployed Action, and not live', () => {
    const said = choose({ name: 'grnat', number: 1 }, { name: 'grant', number: 9 }, { name: 'step-up', number: 2 });
    expect(said).toBe(
      'ROLLBACK_TARGET expected a deployed Action of tenant.yaml: step-up, grant, domains, found "grnat"\n' +
        'Fix: Write --to NAME=NUMBER with one of these names.\n\n' +
        'ROLLBACK_TARGET expected one version of grant that is not live: 1, 2 (live), found 9\n' +
        'Fix: Write --to NAME=NUMBER once an Action, with one of these numbers.\n\n' +
        'ROLLBACK_TARGET expected one version of step-up that is not live: 1, 2 (live), found 2\n' +
        'Fix: Write --to NAME=NUMBER once an Action, with one of these numbers.\n',
    );
  });

  test('are one an Action', () => {
    expect(choose({ name: 'grant', number: 1 }, { name: 'grant', number: 1 })).toContain(
      'ROLLBACK_TARGET expected one ',
    );
  });
});

test('the step-up goes live last: it and the grant both decide while the domains change', () => {
  const bound = ['audit', ...OURS];
  const histories = bound.toReversed().map((name) => historyOf(name, [[0, name, 'A']]));
  expect(inSafeOrder(histories, bound).map(({ name }) => name)).toEqual([
    'audit',
    'express-configure-enroll',
    'express-configure-grant',
    'express-configure-domains',
    'express-configure-step-up',
  ]);
});

describe('any history', () => {
  /** Pauses of up to half an hour; few contents, so that some come again. */
  const histories = fc
    .array(fc.tuple(fc.nat(30), fc.constantFrom(...NAMES), fc.constantFrom('A', 'B', 'C')), { maxLength: 12 })
    .map((later): Publication[] => {
      const minuteOf = (index: number): number => later.slice(0, index + 1).reduce((sum, [pause]) => sum + pause, 60);
      return [...first, ...later.map(([, ...rest], index): Publication => [minuteOf(index), ...rest])];
    });

  const liveIn = (publications: readonly Publication[]): string =>
    NAMES.map((name) => historyOf(name, publications).live.content).join();

  const contentsOf = (versions: ReadonlyMap<string, Version>): string =>
    NAMES.map((name) => versions.get(name)?.content).join();

  test('goes back to something else that was live, and never to the same twice', () => {
    fc.assert(
      fc.property(histories, fc.array(fc.nat(40), { minLength: 20, maxLength: 20 }), (publications, pauses) => {
        const before = combinationsOf(historiesOf(...publications), DEPLOY_WITHIN_MINUTES).map(({ versions }) =>
          contentsOf(versions),
        );
        const seen = [liveIn(publications)];
        const all = [...publications];
        for (const pause of pauses) {
          const target = previousState(historiesOf(...all), DEPLOY_WITHIN_MINUTES);
          if (!target.ok) return;
          const minute = (all.at(-1)?.[0] ?? 0) + pause;
          for (const [name, { content }] of target.value.versions) all.push([minute, name, content]);
          const live = liveIn(all);
          expect(before).toContain(live);
          expect(seen).not.toContain(live);
          seen.push(live);
        }
        expect.unreachable('it never ends');
      }),
    );
  });
});
