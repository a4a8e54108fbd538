/** One request to the Management API: enough to count by, nothing secret. */
export interface RequestLogEntry {
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Any method but GET, whether it succeeded or not. */
  readonly write: boolean;
}

export interface RequestLog {
  record(entry: RequestLogEntry): void;
  /** Newest last. */
  entries(): readonly RequestLogEntry[];
  clear(): void;
}

const KEPT_ENTRIES = 10_000;

export function createRequestLog(): RequestLog {
  const kept: RequestLogEntry[] = [];
  return {
    record(entry) {
      kept.push(entry);
      if (kept.length > KEPT_ENTRIES) kept.shift();
    },
    entries: () => [...kept],
    clear: () => {
      kept.length = 0;
    },
  };
}
