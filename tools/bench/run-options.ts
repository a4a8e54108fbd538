/** What every part of the bench is given. */
export interface BenchOptions {
  /** Each part has its own where none are asked for. */
  rounds?: number;
  onProgress: (step: string) => void;
}
