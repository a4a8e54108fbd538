/** Which browser the tests drive: the one CHROMIUM_PATH names, or an installed one, or that of `@sparticuz/chromium`. */
import { execFile } from 'node:child_process';
import { access, constants, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { rootDir } from './project.ts';

const run = promisify(execFile);

export interface Executable {
  path: string;
  /** What it needs besides the tests' own environment. */
  env: Record<string, string>;
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** `undefined` where there is none: the packaged one is for Linux on x64 alone. */
export async function findChromium(env: NodeJS.ProcessEnv = process.env): Promise<Executable | undefined> {
  if (env.CHROMIUM_PATH) return { path: env.CHROMIUM_PATH, env: {} };
  const inPath = (env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  for (const path of [...inPath, ...PLACES]) if (await isExecutable(path)) return { path, env: {} };
  return process.platform === 'linux' && process.arch === 'x64' ? packagedChromium() : undefined;
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/**
 * The package unpacks into the temporary folder, takes what lies there for its own whatever the version, and two processes at once break
 * each other: so each unpacks into a folder of its own, which then gets, whole, the name of the version.
 */
async function packagedChromium(): Promise<Executable> {
  const manifest = await readFile(join(rootDir, 'node_modules/@sparticuz/chromium/package.json'), 'utf8');
  const { version }: { version: string } = JSON.parse(manifest);
  const folder = join(tmpdir(), `express-configure-chromium-${version}`);
  const path = join(folder, 'chromium');
  if (!(await isExecutable(path))) await unpackInto(folder);
  return { path, env: { FONTCONFIG_FILE: fontsFile(folder), ...(await ownLibraries(folder, path)) } };
}

async function unpackInto(folder: string): Promise<void> {
  await mkdir(tmpdir(), { recursive: true });
  const own = await mkdtemp(`${folder}-`);
  const script = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
  // With this runtime it unpacks its libraries too.
  const env = { ...process.env, TMPDIR: own, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' };
  await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: rootDir, env });
  await writeFile(fontsFile(own), fontsConfiguration(folder));
  try {
    await rename(own, folder);
  } catch (error) {
    await rm(own, { recursive: true });
    if (!(await isExecutable(join(folder, 'chromium')))) throw error;
  }
}

const fontsFile = (folder: string): string => join(folder, 'fonts.conf');

/** The package's own configuration looks for its fonts in `/tmp/fonts`. Without any font no text has a size. */
const fontsConfiguration = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, 'fonts')}</dir><dir>/usr/share/fonts</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>
`;

/** The libraries it brings, where the system lacks one of them. */
async function ownLibraries(folder: string, path: string): Promise<Record<string, string>> {
  const { stdout } = await run('ldd', [path]).catch(() => ({ stdout: 'not found' }));
  return stdout.includes('not found') ? { LD_LIBRARY_PATH: join(folder, 'al2023/lib') } : {};
}
