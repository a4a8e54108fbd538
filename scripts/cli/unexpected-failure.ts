import { type Failed, failed } from '../lib/failures.ts';
import { fileFailure } from '../lib/file-failure.ts';
import { mask } from '../lib/mask.ts';

const SECRET = /SECRET|TOKEN|PASSWORD|PRIVATE_KEY/;

/**
 * Turns an unexpected error, which is a bug of this program, into a failure. Its message has no secrets of the
 * environment; with `isDebug` it has the stack trace.
 */
export function unexpectedFailure(
  error: unknown,
  {
    env,
    isDebug,
    rootDir = process.cwd(),
  }: { env: Readonly<Record<string, string | undefined>>; isDebug: boolean; rootDir?: string },
): Failed {
  const ofFiles = fileFailure(error, rootDir);
  if (ofFiles !== undefined && !isDebug) return failed(ofFiles);
  const secrets = Object.entries(env).flatMap(([name, value]) => (SECRET.test(name) && value ? [value] : []));
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const found = isDebug ? stack : `${name}: ${message.split('\n', 1)[0] ?? ''}`;
  return failed({
    code: 'INTERNAL',
    expected: 'no error that this program does not know',
    found: mask(found, secrets),
    fix: isDebug
      ? 'Report it with what you did; look through it for what should not be public.'
      : 'Run it again with --debug to see where, and report that.',
  });
}
