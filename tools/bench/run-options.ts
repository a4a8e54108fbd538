/** Holds the options of every part of the bench. */
export interface BenchOptions {
  /** Each part has its own where none are asked for. */
  rounds?: number;
  onProgress: (step: string) => void;
}
