import type { Failure, Place } from '../failures.ts';
import { keywordsIn } from '../manifest/keywords.ts';
import type { ActionYaml } from '../manifest/tenant-file.ts';

/** Auth0 takes 100 kB (docs/notes/actions-runtime.md#limits); the rest is room for the banner and the next change. */
const MAX_BUNDLE_BYTES = 90_000;

/** Checks what a bundle's text alone shows. */
export function checkText(action: ActionYaml, code: string, where: Place): Failure[] {
  const failures: Failure[] = [];
  const sizeBytes = Buffer.byteLength(code);
  if (sizeBytes > MAX_BUNDLE_BYTES) {
    failures.push({
      code: 'BUNDLE_SIZE',
      expected: `a bundle of at most ${MAX_BUNDLE_BYTES} bytes for "${action.name}"`,
      found: `${sizeBytes} bytes`,
      where,
      fix: 'Import less, or declare the large package under `dependencies:` so that Auth0 installs it.',
    });
  }
  // auth0-deploy-cli replaces keywords inside code too (docs/notes/deploy-cli.md#keywords-in-code).
  for (const keyword of new Set(keywordsIn(code))) {
    failures.push({
      code: 'BUNDLE_MARK',
      expected: `no ##…## or @@…@@ in the bundle of "${action.name}"`,
      found: `the mark of "${keyword}"`,
      where,
      fix: 'Write the text differently: auth0-deploy-cli would replace the mark inside the code.',
    });
  }
  return failures;
}
