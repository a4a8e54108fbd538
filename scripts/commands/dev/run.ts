import { join, relative } from 'node:path';
import type { Emulator } from '../../../emulator/index.ts';
import { buildTenant } from '../../lib/build/build-tenant.ts';
import { distFiles, writeDist } from '../../lib/build/dist.ts';
import { RUNS } from '../../lib/deploy/apply-plan.ts';
import { ok, type Result } from '../../lib/failures.ts';
import { OIN_CLIENT_IDS } from '../../lib/manifest/environment.ts';
import { renderFailed } from '../../lib/render.ts';
import { makeOwnFolder } from '../../lib/runs/own-folder.ts';
import { apiFailure } from '../../lib/tenant/api-failure.ts';
import { connect } from '../../lib/tenant/management.ts';
import { Traffic } from '../../lib/tenant/traffic.ts';
import { openSample } from '../start/run.ts';
import { type DeployedState, type DeployTarget, deployAll, deploySave, type SaveResult } from './deploy-save.ts';
import { LoginPreview } from './login-preview.ts';
import { TypeCheck } from './type-check.ts';
import { watchSources } from './watch-sources.ts';

export interface DevOptions {
  rootDir: string;
  /** The port of the https listener; browsers use the next one. */
  port: number;
  /** The event of the catalogue that runs again after every save, until `npm run trigger` runs another. */
  event: string;
  /** One key at a time: r, o, x or q. */
  keys: AsyncIterable<string>;
  signal: AbortSignal;
  onProgress: (step: string) => void;
  /** Shows the result of a save. */
  show: (text: string) => void;
  openBrowser: (url: string) => void;
}

const KEYS = 'r run the login again, o open the browser, x reset the tenant, q quit';

/**
 * Runs a local tenant that follows every save: checks types, bundles Actions, deploys what changed, and runs the last
 * simulated login again to show its difference.
 */
export async function dev(options: DevOptions): Promise<Result<void>> {
  const { rootDir, onProgress, signal } = options;
  const opened = await openSample({ rootDir, port: options.port, command: 'npm run dev', onProgress });
  if (!opened.ok) return opened;
  const { emulator, built, oinClientId } = opened.value;
  const own = makeOwnFolder(join(rootDir, RUNS), 'dev');
  try {
    const folder = relative(rootDir, join(own.path, 'tenant'));
    await writeDist(rootDir, distFiles(built, { [OIN_CLIENT_IDS]: oinClientId }), folder);
    const session = new Session(options, emulator, folder, { built, oinClientId });
    await session.begin();
    const watcher = watchSources(rootDir, () => session.save());
    await watcher.ready;
    options.show(`watching actions/ and tenant/; ${KEYS}\n`);
    await session.obey(signal);
    await watcher.close();
    return ok(undefined);
  } finally {
    own.remove();
    await emulator.close();
  }
}

class Session {
  readonly #options: DevOptions;
  readonly #emulator: Emulator;
  readonly #target: DeployTarget;
  readonly #typeCheck: TypeCheck;
  readonly #simulated: LoginPreview;
  readonly #fresh: ReturnType<Emulator['takeSnapshot']>;
  #deployed: DeployedState;

  constructor(options: DevOptions, emulator: Emulator, folder: string, deployed: DeployedState) {
    const { domain, deployClient, caFile, okta } = emulator;
    const connection = { domain, ...deployClient, caFile };
    this.#options = options;
    this.#emulator = emulator;
    this.#deployed = deployed;
    this.#target = {
      rootDir: options.rootDir,
      folder,
      connection,
      api: connect(connection, new Traffic()),
      oktaPublicKeyPem: okta.publicKeyPem,
    };
    this.#typeCheck = new TypeCheck(options.rootDir);
    this.#simulated = new LoginPreview(options.rootDir, folder, options.event);
    this.#fresh = emulator.takeSnapshot();
  }

  async begin(): Promise<void> {
    this.#show(await this.#simulated.run());
  }

  /** Shows the login first and the types when they are known: checking them takes longer. */
  async save(): Promise<void> {
    const startMs = performance.now();
    const types = this.#typeCheck.run();
    const saved = await this.#deploy();
    if (saved.ok) {
      const changed = describeChange(saved.value);
      const login = await this.#simulated.run();
      this.#show(`${changed} in ${Math.round(performance.now() - startMs)} ms\n${login}`);
    } else {
      this.#show(`not deployed\n${renderFailed(saved)}`);
    }
    void types.then((lines) => {
      if (lines !== undefined && lines.length > 0) this.#show(['types:', ...lines, ''].join('\n'));
    });
  }

  async #deploy(): Promise<Result<SaveResult>> {
    const { rootDir } = this.#options;
    const built = await buildTenant({ rootDir, environment: 'local', domain: this.#emulator.domain });
    if (!built.ok) return built;
    try {
      const changed = await deploySave(this.#target, this.#deployed, built.value);
      if (changed.ok) this.#deployed = { ...this.#deployed, built: built.value };
      return changed;
    } catch (error) {
      const failure = apiFailure(error, 'deploying to the local tenant', this.#target.connection);
      return { ok: false, failures: [failure] };
    }
  }

  /** Handles keys until q, the end of the keys, or the signal. */
  async obey(signal: AbortSignal): Promise<void> {
    const { keys, openBrowser } = this.#options;
    const stopped = new Promise<'stopped'>((resolve) => {
      if (signal.aborted) resolve('stopped');
      signal.addEventListener('abort', () => resolve('stopped'), { once: true });
    });
    const iterator = keys[Symbol.asyncIterator]();
    for (;;) {
      const next = await Promise.race([iterator.next(), stopped]);
      if (next === 'stopped' || next.done === true || next.value === 'q') break;
      if (next.value === 'r') this.#show(await this.#simulated.run({ whole: true }));
      else if (next.value === 'o') openBrowser(this.#emulator.browserOrigin);
      else if (next.value === 'x') await this.#reset();
      else this.#show(`${KEYS}\n`);
    }
    // Not awaited: a pending read of a key ends only when a key is pressed.
    void iterator.return?.();
    this.#typeCheck.stop();
  }

  async #reset(): Promise<void> {
    await this.#emulator.loadSnapshot(this.#fresh);
    const deployed = await deployAll(this.#target);
    this.#show(deployed.ok ? 'the tenant is as it was at the start, with what is saved now\n' : renderFailed(deployed));
  }

  #show(text: string): void {
    this.#options.show(text);
  }
}

function describeChange(changed: SaveResult): string {
  if ('tenant' in changed) return 'deployed tenant/';
  const { actions } = changed;
  return actions.length === 0 ? 'no Action changed' : `deployed ${actions.join(', ')}`;
}
