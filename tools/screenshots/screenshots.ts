/** `npm run screenshots`: the pictures in docs/images/, made anew. */
import { join } from 'node:path';
import { rootDir } from '../../test/support/project.ts';
import { takeScreenshots } from './take-screenshots.ts';

const folder = join(rootDir, 'docs/images');
await takeScreenshots(folder, (name) => process.stdout.write(`docs/images/${name}.png\n`));
