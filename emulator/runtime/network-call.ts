/** Describes a request of an Action, by `fetch` or by any client over Node's `http`, such as axios. */
export interface NetworkCall {
  method: string;
  /** Whole, with its query. */
  url: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
}

export interface NetworkAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}
