import { basename, join } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';

/** The folders to watch. `library` exists if the project is a checkout of the engine. */
const FOLDERS = ['actions', 'library', 'tenant'];
/** Editors write in several steps; what comes within this is one save. */
const TOGETHER_MS = 30;

/** Calls back once for every save of a file that a team edits; a save during a callback is reported after it. */
export function watchSources(
  rootDir: string,
  onSave: () => Promise<void>,
): { ready: Promise<void>; close(): Promise<void> } {
  const watcher: FSWatcher = watch(
    FOLDERS.map((folder) => join(rootDir, folder)),
    { ignoreInitial: true, ignored: (path) => basename(path).startsWith('.') },
  );
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(onSave);
    }, TOGETHER_MS);
  });
  return {
    ready: new Promise((resolve) => watcher.once('ready', () => resolve())),
    async close() {
      clearTimeout(timer);
      await watcher.close();
      await running;
    },
  };
}
