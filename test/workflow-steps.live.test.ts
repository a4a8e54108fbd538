import { describe, expect, test } from 'vitest';
import { type Machine, machine } from './support/workflow-machine.ts';

const onUnix = describe.skipIf(process.platform === 'win32');

/** An npm whose commands say something, keep a plan where they are asked to, and end with a code. */
const npmEndingWith = (code: number): Record<string, string> => ({
  npm: `echo "$@"; echo "of stderr" >&2; while [ $# -gt 1 ]; do [ "$1" = --out ] && echo '{}' > "$2"; shift; done; exit ${code}`,
});

onUnix('the environments', () => {
  test('are the files of tenant/environments/ but the local tenant’s', async () => {
    await using job = await machine({});
    for (const name of ['staging.yaml', 'local.yaml', 'production-eu.yaml', 'production-eu.pem']) {
      await job.write(`tenant/environments/${name}`, '');
    }
    const { file } = await job.step('environments.yml', 'List');
    expect(await file('output')).toBe('names=["production-eu","staging"]\n');
  });

  test('are none in a fresh fork, so that nothing but tests runs', async () => {
    await using job = await machine({});
    await job.write('tenant/environments/local.yaml', '');
    const { status, file } = await job.step('environments.yml', 'List');
    expect([status, await file('output')]).toEqual([0, 'names=[]\n']);
  });
});

onUnix('the audit of packages', () => {
  test.each([0, 1])('that ends with %i is a report, and ends its step with 0', async (code) => {
    await using job = await machine({ npm: `echo "$@"; echo "of stderr" >&2; exit ${code}` });
    const { status, file } = await job.step('ci.yml', 'Audit');
    expect([status, await file('summary.md')]).toEqual([
      0,
      '### Known vulnerabilities of installed packages\n````````````````text\naudit\nof stderr\n````````````````\n',
    ]);
  });
});

onUnix('a plan', () => {
  test.each([
    [0, 0],
    [1, 1],
    [2, 0],
  ])('that ends with %i ends its step with %i, its text kept', async (code, status) => {
    for (const workflow of ['plan.yml', 'deploy.yml']) {
      await using job = await machine(npmEndingWith(code));
      const ran = await job.step(workflow, 'Plan');
      expect(ran.status).toBe(status);
      expect(await ran.file('plans/production-eu.txt')).toMatch(
        /^run --silent plan -- --env production-eu.*\nof stderr\n$/,
      );
    }
  });

  test.each([
    ['push', 0, undefined],
    ['push', 2, '{}\n'],
    ['workflow_dispatch', 0, '{}\n'],
  ])('at a %s that ends with %i is kept for the deploy: %j', async (GITHUB_EVENT_NAME, code, kept) => {
    await using job = await machine(npmEndingWith(code));
    const { file } = await job.step('deploy.yml', 'Plan', { GITHUB_EVENT_NAME });
    expect(await file('plans/production-eu.json')).toBe(kept);
  });

  test('without changes lets go on what comes after it', async () => {
    for (const code of [0, 2]) {
      await using job = await machine(npmEndingWith(code));
      const { file } = await job.step('deploy.yml', 'Plan');
      expect(await file('done/production-eu')).toBe(code === 0 ? '' : undefined);
    }
  });
});

onUnix('a stage of a deploy', () => {
  const AFTER = { development: '', staging: '', 'production-eu': 'staging', 'production-us': 'production-eu' };

  /** Environments with what they come after; plans with changes, and environments that are at this commit. */
  async function namesOf(STAGE: string, after: Record<string, string>, plans: string[], done: string[]) {
    await using job = await machine({});
    await job.write('tenant/environments/local.yaml', '');
    for (const [name, text] of Object.entries(after)) {
      await job.write(`tenant/environments/${name}.yaml`, text === '' ? 'values: {}\n' : `after: ${text}\n`);
    }
    for (const name of plans) await job.write(`plans/${name}.json`, '{}');
    await job.write('plans/other.txt', '');
    for (const name of done) await job.write(`done/${name}`, '');
    const { status, stderr, file } = await job.step('deploy.yml', 'List', { STAGE });
    return status === 0 ? [await file('output'), stderr] : [status, stderr];
  }

  const stages: [what: string, stage: string, plans: string[], done: string[], names: string[], waits?: string][] = [
    ['deploys first what comes after nothing', '1', Object.keys(AFTER), [], ['development', 'staging']],
    ['asks nobody to approve nothing', '1', ['staging'], ['development'], ['staging']],
    ['is not held up by a plan that failed', '1', ['staging'], [], ['staging']],
    ['deploys second what comes after it', '2', Object.keys(AFTER), ['staging'], ['production-eu']],
    ['goes on where there was nothing to change', '2', ['production-eu'], ['staging'], ['production-eu']],
    ['is held up by what comes before it', '2', Object.keys(AFTER), ['development'], [], 'staging'],
    ['deploys third', '3', ['production-us'], ['staging', 'production-eu'], ['production-us']],
    ['does nothing twice', '2', ['production-eu'], ['staging', 'production-eu'], []],
  ];
  test.each(stages)('%s', async (_what, stage, plans, done, names, waits) => {
    const [output, stderr] = await namesOf(stage, AFTER, plans, done);
    expect(output).toBe(`names=${JSON.stringify(names)}\n`);
    expect(stderr).toBe(
      waits === undefined
        ? ''
        : `::error::production-eu is not deployed: ${waits}, which comes before it, is not at this commit.\n`,
    );
  });

  test.each([
    ['a circle', { a: 'b', b: 'a' }, 'leads back to'],
    ['a name without a file', { a: 'b' }, 'after: b names no file of tenant/environments/'],
    ['too long a chain', { a: '', b: 'a', c: 'b', d: 'c' }, 'after: of d needs more than 3 stages'],
  ])('of %s fails its step', async (_what, after, said) => {
    const [status, stderr] = await namesOf('1', after, [], []);
    expect(status).toBe(1);
    expect(stderr).toContain(said);
  });
});

onUnix('a deploy', () => {
  test.each([
    [{}, ''],
    [{ ACCEPT_TENANT_WIDE: '--accept-tenant-wide', ACCEPT_REMOVALS: '' }, ' --accept-tenant-wide'],
    [
      { ACCEPT_REMOVALS: '--accept-removals', ACCEPT_LOOSENING: '--accept-loosening' },
      ' --accept-removals --accept-loosening',
    ],
  ])('does what was planned, with %j', async (accepted, flags) => {
    const command = `run --silent deploy -- --env production-eu --plan plans/production-eu.json${flags}`;
    await using job = await machine(npmEndingWith(0));
    const { status, file } = await job.step('deploy.yml', 'Deploy', accepted);
    expect([status, await file('deployed/production-eu.txt')]).toEqual([0, `${command}\nof stderr\n`]);
    expect(await file('done/production-eu')).toBe('');
  });

  test('that fails fails its step', async () => {
    await using job = await machine(npmEndingWith(1));
    const { status, file } = await job.step('deploy.yml', 'Deploy');
    expect([status, await file('done/production-eu')]).toEqual([1, undefined]);
  });

  test.each([
    ['b0b', 0],
    ['a11ce', 1],
  ])('of commit b0b while main is at %s ends with %i', async (head, status) => {
    await using job = await machine({ gh: `echo ${head}` });
    expect((await job.step('deploy.yml', 'Refuse if main has moved on')).status).toBe(status);
  });
});

onUnix('a comparison of policies', () => {
  test.each([
    [0, 0],
    [1, 1],
    [2, 0],
  ])('that ends with %i ends its step with %i, its table in the summary', async (code, status) => {
    await using job = await machine(npmEndingWith(code));
    const ran = await job.step('plan.yml', 'Compare policies', { BASE: 'main' });
    expect(ran.status).toBe(status);
    const table = 'run --silent policy -- --table --markdown --against origin/main\n';
    expect([await ran.file('policy/policy.md'), await ran.file('summary.md')]).toEqual([table, table]);
  });
});

onUnix('drift', () => {
  test.each([
    [0, ''],
    [1, ''],
    [2, '::error::The tenant of production-eu is not what main says.\n'],
  ])('that ends with %i ends its step so, and shows it', async (code, annotation) => {
    await using job = await machine(npmEndingWith(code));
    const { status, stdout } = await job.step('drift.yml', 'Drift');
    expect([status, stdout]).toEqual([code, `run --silent drift -- --env production-eu\nof stderr\n${annotation}`]);
  });
});

onUnix('the comment of a pull request', () => {
  const gh = (ids: string) => ({ gh: `echo "$@" >> calls; case "$*" in *--paginate*) printf '${ids}' ;; esac` });
  const env = { PULL_REQUEST: '12', OURS: '.[]' };
  const search = 'api --paginate repos/acme/express/issues/12/comments?per_page=100 --jq .[]\n';

  test('is made once', async () => {
    await using job = await machine(gh(''));
    const { status, file } = await job.step('plan.yml', 'Comment', env);
    expect([status, await file('calls')]).toEqual([
      0,
      `${search}api --silent --method POST repos/acme/express/issues/12/comments --field body=@comment.md\n`,
    ]);
  });

  test('is the same one at every push', async () => {
    await using job = await machine(gh('501\\n502\\n'));
    const { status, file } = await job.step('plan.yml', 'Comment', env);
    expect([status, await file('calls')]).toEqual([
      0,
      `${search}api --silent --method PATCH repos/acme/express/issues/comments/501 --field body=@comment.md\n`,
    ]);
  });

  test('is not made twice because GitHub could not be asked', async () => {
    await using job = await machine({ gh: 'echo "$@" >> calls; exit 1' });
    const { status, file } = await job.step('plan.yml', 'Comment', env);
    expect([status, await file('calls')]).toEqual([1, search]);
  });
});

onUnix('the summary', () => {
  const summarize = (job: Machine, names: string[]) =>
    job.step('plan.yml', 'Summarize', { COMMIT: 'c0ffee00c0ffee', NAMES: JSON.stringify(names) });

  test('has a section for every environment, also for one without a plan', async () => {
    await using job = await machine({});
    await job.write('plans/staging.txt', '  1 to change\n');
    await job.write('policy/policy.md', '**1 of 2 logins**\n\n| login |\n|---|\n| `plain-member` |\n');
    const { file } = await summarize(job, ['production-eu', 'staging']);
    const comment = await file('comment.md');
    expect(comment).toBe(`<!-- express-configure -->
## [Plan of c0ffee0](https://github.com/acme/express/actions/runs/7)

### policy

**1 of 2 logins**

| login |
|---|
| \`plain-member\` |

### production-eu

\`\`\`text
It did not get that far: see the job's log.
\`\`\`

### staging

\`\`\`text
  1 to change
\`\`\`
`);
    expect(await file('summary.md')).toBe(comment);
  });

  test('says where the policies were not compared', async () => {
    await using job = await machine({});
    const { file } = await summarize(job, []);
    expect(await file('comment.md')).toContain("\n### policy\n\nIt did not get that far: see the job's log.\n");
  });

  test('leaves half of the room to the plans, however much the policy changes', async () => {
    await using job = await machine({});
    await job.write('policy/policy.md', '| a line of a table |\n'.repeat(10_000));
    await job.write('plans/a.txt', 'a line of a plan\n'.repeat(10_000));
    const comment = (await (await summarize(job, ['a'])).file('comment.md')) ?? '';
    expect(comment.length).toBeLessThanOrEqual(65_536);
    expect(comment).toContain("| a line of a table |\n\nCut here: the rest is in the job's summary.\n\n### a\n");
    expect(comment.match(/^a line of a plan$/gm)?.length).toBeGreaterThan(1_000);
  });

  test('is not ended by a fence in what it shows', async () => {
    await using job = await machine({});
    await job.write('plans/staging.txt', '````\n@everyone\n````\n');
    const { file } = await summarize(job, ['staging']);
    expect(await file('comment.md')).toContain('\n`````text\n````\n@everyone\n````\n`````\n');
  });

  test.each([
    ['many lines', `${'a line with 21 letters\n'.repeat(10_000)}`],
    ['one line', 'x'.repeat(200_000)],
    ['fences', `${'`'.repeat(20_000)}\n`.repeat(5)],
  ])('of %s is at most as long as GitHub allows, and says that it was cut', async (_what, text) => {
    await using job = await machine({});
    await job.write('plans/a.txt', text);
    await job.write('plans/b.txt', 'b is whole\n');
    const { file } = await summarize(job, ['a', 'b']);
    const comment = (await file('comment.md')) ?? '';
    expect(comment.length).toBeLessThanOrEqual(65_536);
    expect(comment).toContain("\n\nCut here: the rest is in the job's log.\n\n### b\n\n```text\nb is whole\n```\n");
    expect(new Set(comment.match(/^a line.*$/gm)).size).toBeLessThan(2);
  });

  test.each([
    ['deploy.yml', 'plans', 'Plan'],
    ['drift.yml', 'drift', 'Drift'],
  ])('of %s is of its own environment', async (workflow, folder, title) => {
    await using job = await machine({});
    await job.write(`${folder}/production-eu.txt`, 'what it said\n');
    const { file } = await job.step(workflow, 'Summarize');
    expect(await file('summary.md')).toBe(`<!-- express-configure -->
## [${title}](https://github.com/acme/express/actions/runs/7)

### production-eu

\`\`\`text
what it said
\`\`\`
`);
  });
});
