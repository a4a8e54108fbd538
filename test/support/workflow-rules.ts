import { parse } from 'yaml';
import { OIN_CLIENT_IDS } from '../../scripts/lib/manifest/environment.ts';
import { type Job, parseWorkflow, type Step, triggersOf, type Workflow } from './workflows.ts';

const SAME_REPOSITORY = 'github.event.pull_request.head.repo.full_name == github.repository';
// biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's own
const ENVIRONMENT = '${{ matrix.environment }}';
const OWN_OR_PINNED = /^(\.\/.+|[\w./-]+@[0-9a-f]{40})$/;
/** Matches a pinned commit without the version beside it. */
const PIN_WITHOUT_VERSION = /uses: \S+@[0-9a-f]{40}(?! # v\d+\.\d+\.\d+$)/m;
const INSTALLS = /\bnpm (ci|i|install)\b|\.ci\/run/;
const DEPLOYS = /\bnpm run (--silent )?deploy\b/;

type Findings = (string | false)[];

/** Returns what is unsafe in workflows, by file and job. */
export function unsafe(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([file, text]) => {
    const workflow = parseWorkflow(text);
    const jobs = Object.entries(workflow.jobs).flatMap(([name, job]) =>
      [...inJob(workflow, job), ...(job.steps ?? []).flatMap((step) => inStep(workflow, step))].map(
        (finding) => finding && `${name}: ${finding}`,
      ),
    );
    return [...inWorkflow(workflow, text), ...jobs].flatMap((finding) => (finding ? `${file}: ${finding}` : []));
  });
}

function inWorkflow(workflow: Workflow, text: string): Findings {
  const { permissions, env } = workflow;
  const foreign = triggersOf(workflow).find((name) => /^(pull_request_target|workflow_run|issue_comment)$/.test(name));
  return [
    foreign !== undefined && `${foreign} runs a stranger's change with our rights`,
    JSON.stringify(permissions) !== '{}' && 'permissions of the whole workflow are not {}',
    /toJSON\(\s*secrets|\bsecrets\s*\[|\bsecrets:\s*inherit/i.test(text) && 'secrets are handed on without their names',
    hasSecrets(env) && "secrets in every job's environment",
    PIN_WITHOUT_VERSION.test(text) && 'pins an action without its version beside it',
  ];
}

function inJob(workflow: Workflow, job: Job): Findings {
  const { environment, concurrency, permissions, uses, if: condition = '', steps = [] } = job;
  const rights = Object.entries(permissions ?? {}).map((right) => right.join(': '));
  const tooMuch = rights.find((right) => !['contents: read', 'pull-requests: write'].includes(right));
  const writes = rights.some((right) => right.endsWith('write'));
  const isPrivileged = environment !== undefined || writes || hasSecrets(job);
  const isGuarded = condition.includes(SAME_REPOSITORY) && !condition.includes('||');
  const installs = steps.some(({ run = '' }) => INSTALLS.test(run));
  const deploys = steps.some(({ run = '' }) => DEPLOYS.test(run));
  const expected = deploys ? ENVIRONMENT : `${ENVIRONMENT}-read-only`;
  return [
    triggersOf(workflow).includes('pull_request') && isPrivileged && !isGuarded && 'has secrets or rights for forks',
    permissions === undefined && 'has no permissions of its own',
    tooMuch !== undefined && `has ${tooMuch}`,
    writes && installs && 'can write, and runs installed packages',
    uses === undefined && job['timeout-minutes'] === undefined && 'has no timeout',
    uses !== undefined && !OWN_OR_PINNED.test(uses) && `uses ${uses}, which can change`,
    hasSecrets(job.env) && "secrets in every step's environment",
    (deploys || environment !== undefined) && environment !== expected && `its environment is not ${expected}`,
    deploys && concurrency?.group !== `deploy-${ENVIRONMENT}` && 'deploys beside another deploy',
    environment !== undefined && !steps.some(isNode22) && 'holds credentials, and runs another Node than 22',
    deploys && concurrency?.['cancel-in-progress'] !== false && 'cancels a running deploy',
  ];
}

function inStep(workflow: Workflow, { uses = '', run = '', with: inputs = {} }: Step): Findings {
  const installs = INSTALLS.test(run);
  return [
    uses !== '' && !OWN_OR_PINNED.test(uses) && `uses ${uses}, which can change`,
    uses.startsWith('actions/checkout@') &&
      inputs['persist-credentials'] !== false &&
      'leaves its token in the checkout',
    run.includes('${{') && 'puts an expression into a script',
    installs && hasSecrets(workflow) && !run.includes('npm ci --ignore-scripts') && 'runs install scripts',
    installs &&
      hasSecrets(workflow) &&
      !run.includes('--omit=optional') &&
      'installs optional packages, and so a Node of its own',
    hasSecrets(inputs) && `hands a secret to ${uses}`,
  ];
}

const isNode22 = ({ uses = '', with: inputs = {} }: Step): boolean =>
  uses.startsWith('actions/setup-node@') && inputs['node-version'] === 22;

const hasSecrets = (part: unknown): boolean => /\bsecrets\./.test(JSON.stringify(part) ?? '');

/** Finds secrets of environment files that a command on a tenant lacks although it needs them, or gets without need. */
export function misplacedSecrets(files: ReadonlyMap<string, string>, environments: Iterable<string>): string[] {
  const declared = [...environments].flatMap((text) => {
    const { secrets = {} }: { secrets?: Record<string, { public?: boolean }> } = parse(text);
    return Object.entries(secrets).filter(([name]) => name !== OIN_CLIENT_IDS);
  });
  const findings = [...files].flatMap(([file, text]) =>
    tenantSteps(parseWorkflow(text)).flatMap(({ name: step, run = '', env = {} }) =>
      declared.flatMap(([name, { public: isPublic = false }]) => {
        const isNeeded = isPublic || DEPLOYS.test(run);
        return name in env === isNeeded ? [] : `${file}: ${step} ${isNeeded ? 'needs' : 'has no need of'} ${name}`;
      }),
    ),
  );
  // Jobs share steps.
  return [...new Set(findings)];
}

const tenantSteps = ({ jobs }: Workflow): Step[] =>
  Object.values(jobs).flatMap(({ steps = [] }) => steps.filter(({ env = {} }) => 'AUTH0_DOMAIN' in env));
