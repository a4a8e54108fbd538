import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { rootDir } from '../../../support/project.ts';

const bundleOf = (preload: string): string => {
  const text = `
    ${preload}
    const { build } = await import('./scripts/lib/bundle/esbuild.ts');
    const { outputFiles } = await build({
      entryPoints: ['actions/grant.ts'], bundle: true, write: false, platform: 'node', format: 'cjs',
      conditions: ['express-configure-source'],
    });
    process.stdout.write(outputFiles[0].text);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', text], {
    cwd: rootDir,
    encoding: 'utf8',
  });
  return stdout || stderr;
};

/** As if `npm ci --omit=optional` had installed. */
const WITHOUT_OPTIONAL = `
  const { registerHooks } = await import('node:module');
  registerHooks({
    resolve(name, context, next) {
      if (name.startsWith('@esbuild/')) throw Object.assign(new Error(name), { code: 'ERR_MODULE_NOT_FOUND' });
      process.env.SEEN = (process.env.SEEN ?? '') + ' ' + name;
      return next(name, context);
    },
  });
  process.on('exit', () => process.env.SEEN.includes(' esbuild-wasm') || process.stdout.write('esbuild was used'));`;

test('bundles without the optional program are the same bytes', () => {
  const bundle = bundleOf('');
  expect(bundle).toContain('onExecutePostLogin');
  expect(bundleOf(WITHOUT_OPTIONAL)).toBe(bundle);
});
