import { expect, test } from 'vitest';
import { readPage } from './pages.ts';

const page = await readPage('docs/use-as-template.md');

test('every block of the page is one that `use-as-template.deep.ts` runs', () => {
  const firsts = page.blocks.map(({ text }) => text.split('\n')[0]);
  expect(firsts).toEqual([
    'npm ci && npm test',
    'git remote add template https://github.com/OWNER/express-configure.git',
    'npm pkg set config.project=globex-express-configure version=0.0.0',
    'cp tenant/environments/local.yaml tenant/environments/production.yaml',
    '+++ actions/config.ts',
    'npm run build',
    'git fetch template',
  ]);
});
