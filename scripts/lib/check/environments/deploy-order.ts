import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '../../failures.ts';
import { afterInText, MOST_STAGES } from '../../manifest/deploy-order.ts';
import { type Environment, environmentNames, readEnvironment } from '../../manifest/environment.ts';

/**
 * Judges `after:` of an environment, which says where a commit is deployed before. Returns a failure where it names no
 * other environment, the local one, or a chain that ends nowhere or is longer than the deploy workflow.
 */
export async function checkDeployOrder(rootDir: string, environment: Environment): Promise<Failure[]> {
  const { after, name } = environment;
  if (after === undefined) return [];
  const failure = (expected: string, found: string, fix: string): Failure[] => [
    { code: 'ENVIRONMENT_ORDER', expected, found, where: environment.placeOfKey('after'), fix },
  ];
  if (afterInText(await readFile(join(rootDir, environment.file), 'utf8')) !== after) {
    return failure(
      `\`after: ${after}\` on a line of its own`,
      'another form of YAML',
      'Write it so: workflows read the line.',
    );
  }
  const names = (await environmentNames(rootDir)).filter((each) => each !== 'local');
  if (name === 'local') {
    return failure('no `after:` in local.yaml', after, 'Remove the line: no workflow deploys to the local tenant.');
  }
  if (!names.includes(after) || after === name) {
    const others = names.filter((each) => each !== name);
    return failure(
      'the name of another environment',
      after,
      others.length === 0 ? 'Remove the line: there is no other environment.' : `Write one of: ${others.join(', ')}.`,
    );
  }
  const chain = [name];
  for (let next: string | undefined = after; next !== undefined; ) {
    if (chain.includes(next)) {
      return failure('an order with a first environment', [...chain, next].join(' after '), 'Remove one `after:`.');
    }
    chain.push(next);
    const read = await readEnvironment(rootDir, next);
    // The file says itself what is wrong with it.
    next = read.ok ? read.value.after : undefined;
  }
  if (chain.length <= MOST_STAGES) return [];
  return failure(
    `at most ${MOST_STAGES} environments after one another, as .github/workflows/deploy.yml has jobs for`,
    chain.join(' after '),
    'Let two of them come after the same one.',
  );
}
