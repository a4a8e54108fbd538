import { POLICY_FILE } from '../../../bundle/team-settings.ts';
import type { Failure } from '../../../failures.ts';
import { createInterpreter, type Interpreter } from './interpreter.ts';
import { readModules } from './modules.ts';
import { createProject } from './project-scope.ts';
import { EVENT, elementOf, type Value } from './values.ts';

/** Lists fields that a rule must not use, and what to write instead. */
const UNPROVEN: readonly { fields: readonly string[]; expected: string; fix: string }[] = [
  {
    fields: ['user.email', 'user.identities.*.profileData'],
    expected: "rules to see only proven addresses: a customer's identity provider can assert any",
    fix: 'Write verifiedEmail(event) of express-configure/actions, which is undefined for an address that nobody proved.',
  },
  {
    fields: ['user.user_metadata'],
    expected: 'rules to see nothing that a user can write: users write user_metadata at sign-up and in applications',
    fix: 'Keep what decides in app_metadata or in a role. For an address write verifiedEmail(event) of express-configure/actions.',
  },
  {
    fields: [
      'user.name',
      'user.given_name',
      'user.family_name',
      'user.nickname',
      'user.picture',
      'user.username',
      'user.phone_number',
    ],
    expected:
      'rules to see nothing that a user can write: names, numbers and picture are given at sign-up, or asserted',
    fix: 'Keep what decides in app_metadata or in a role. For an address write verifiedEmail(event) of express-configure/actions.',
  },
  {
    fields: [
      'request.query',
      'request.body',
      'request.language',
      'request.user_agent',
      'transaction.acr_values',
      'transaction.locale',
      'transaction.login_hint',
      'transaction.state',
      'transaction.ui_locales',
    ],
    expected: 'rules to see nothing that a user can write: the browser sends the request',
    fix: 'Take it out. For an address write verifiedEmail(event) of express-configure/actions.',
  },
];

/**
 * Reports rules of `policy.ts` that read what proves nothing: an address as it is asserted, or what a user can write.
 * Goes by the syntax tree, through helpers and the files that `policy.ts` imports by a relative path; the library is
 * trusted. Where it cannot know what an expression is, it reports nothing.
 */
export async function checkPolicyReads(rootDir: string): Promise<Failure[]> {
  const found = new Map<string, Failure>();
  const of = createInterpreter((path, { loc }, file) => {
    const field = path.join('.');
    const unproven = UNPROVEN.find(({ fields }) => fields.includes(field));
    if (unproven === undefined || !loc) return;
    const where = { file, line: loc.start.line, column: loc.start.column + 1 };
    const { expected, fix } = unproven;
    found.set(`${file}:${where.line}:${where.column} ${field}`, {
      code: 'POLICY_READS_UNPROVEN',
      expected,
      found: `event.${field.replace('.*', '[]')}`,
      where,
      fix,
    });
  });
  const project = createProject(of, await readModules(rootDir, POLICY_FILE));
  followPolicy(of, project.exported(POLICY_FILE, 'policy'));
  return [...found.values()].sort((a, b) => placeKey(a).localeCompare(placeKey(b)));
}

const placeKey = ({ where }: Failure): string =>
  `${where?.file} ${String(where?.line).padStart(6)} ${String(where?.column).padStart(6)}`;

/** Plays a login: each rule of both lists is called with the event. */
function followPolicy(of: Interpreter, policy: Value): void {
  for (const atom of policy) {
    if (atom.kind !== 'fields') continue;
    for (const list of ['forbid', 'permit']) followRule(of, elementOf(atom.fields.get(list)?.() ?? []));
  }
}

function followRule(of: Interpreter, rule: Value): void {
  of.call(rule, [EVENT]);
  for (const atom of rule) if (atom.kind === 'fields') followRule(of, atom.fields.get('when')?.() ?? []);
}
