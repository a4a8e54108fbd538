import type { Connection } from '../tenant/connection.ts';
import type { FailedRequest } from '../tenant/failed-request.ts';
import type { Traffic } from '../tenant/traffic.ts';

/** Describes one import of a file by auth0-deploy-cli. */
export interface Import {
  rootDir: string;
  /** Holds the output; relative to the project. */
  folder: string;
  /** The folder's path after the run, relative to the project; `undefined` if it is not kept. */
  keptIn?: string;
  /** The file in that folder. */
  file: string;
  /** The file has a section `prompts:`, which the CLI then checks by its whole schema. */
  hasPrompts: boolean;
  connection: Connection;
  /** Values of the secrets that the file names; they are in no file and in no argument. */
  keywords: Readonly<Record<string, string>>;
  /** Values that no output may contain, in any form. */
  secretValues?: readonly string[];
  traffic: Traffic;
  /** Ends the process. */
  signal?: AbortSignal;
  /** The CLI's main file, instead of the installed one's. */
  cli?: string;
}

/** Describes how the CLI's process ended. */
export interface Ended {
  /** An exit code, or a signal. */
  with: number | string | null | undefined;
  /** Because the time was up. */
  isLate: boolean;
  output: string;
  /** It got as far as asking the Management API. */
  hasToken: boolean;
  /** Requests that failed, the oldest first. */
  failed: FailedRequest[];
}
