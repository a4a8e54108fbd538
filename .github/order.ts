/**
 * The environments that a stage of the deploy workflow deploys, as a JSON list:
 * `node .github/order.ts STAGE PLANS DONE`. STAGE is 1 for environments without `after:`, 2 for those after one of
 * these, and so on. PLANS holds `NAME.json` where there is something to deploy, DONE a file `NAME` for each
 * environment whose tenant is at this commit. An environment waits for the one that its file names in `after:`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterInText, MOST_STAGES } from '../scripts/lib/manifest/deploy-order.ts';

const FOLDER = 'tenant/environments';

function afterOf(name: string): string | undefined {
  const file = join(FOLDER, `${name}.yaml`);
  if (!existsSync(file)) throw new Error(`after: ${name} names no file of ${FOLDER}/`);
  return afterInText(readFileSync(file, 'utf8'));
}

function stageOf(name: string, above: readonly string[] = []): number {
  if (above.includes(name)) throw new Error(`after: of ${name} leads back to ${name}`);
  if (above.length === MOST_STAGES) throw new Error(`after: of ${above[0]} needs more than ${MOST_STAGES} stages`);
  const after = afterOf(name);
  return after === undefined ? 1 : 1 + stageOf(after, [...above, name]);
}

/** A value within a workflow command: it ends neither its line nor itself. */
const data = (text: string): string => text.replaceAll(/[^\w .-]/gu, (char) => encodeURIComponent(char));

const [stage = '', plans = '', done = ''] = process.argv.slice(2);
const isDone = (name: string) => existsSync(join(done, name));
const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml') && file !== 'local.yaml')
  .map((file) => file.slice(0, -'.yaml'.length))
  .filter((name) => stageOf(name) === Number(stage))
  .filter((name) => existsSync(join(plans, `${name}.json`)) && !isDone(name));
const ready = names.filter((name) => {
  const after = afterOf(name);
  if (after === undefined || isDone(after)) return true;
  process.stderr.write(
    `::error::${data(name)} is not deployed: ${data(after)}, which comes before it, is not at this commit.\n`,
  );
  return false;
});
process.stdout.write(`${JSON.stringify(ready.sort())}\n`);
