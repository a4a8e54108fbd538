import { Ajv } from 'ajv';

const EFFECTS = ['too-many-requests', 'server-error', 'expired-token', 'hang', 'drop-before', 'drop-after'] as const;

/**
 * Says what happens to a request. `hang` never answers; `drop-before` closes the connection and does nothing else;
 * `drop-after` closes it when the request has been carried out, so that the client cannot know whether it was.
 */
export type FaultEffect = (typeof EFFECTS)[number];

/** Describes a planned failure: the `nth` request that matches, and those after it, `times` in all. */
export interface Fault {
  /** The path as in the URL, without a query: `*` matches anything but a slash, `**` anything. */
  path: string;
  /** The methods, in capitals; any by default. */
  methods?: string[];
  /** Counted from when the fault was added; 1 unless given. */
  nth?: number;
  /** 1 unless given. */
  times?: number | 'always';
  effect: FaultEffect;
  /** For `too-many-requests`: 1 by default. */
  retryAfterSeconds?: number;
  /** For `server-error`: 500 by default. */
  status?: 500 | 502 | 503 | 504;
}

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });

const checkFaults = ajv.compile<Fault[]>({
  type: 'array',
  items: {
    type: 'object',
    required: ['path', 'effect'],
    additionalProperties: false,
    properties: {
      path: { type: 'string', pattern: '^/' },
      methods: { type: 'array', items: { type: 'string', pattern: '^[A-Z]+$' } },
      nth: { type: 'integer', minimum: 1 },
      times: { anyOf: [{ type: 'integer', minimum: 1 }, { const: 'always' }] },
      effect: { enum: EFFECTS },
      retryAfterSeconds: { type: 'integer', minimum: 1 },
      status: { enum: [500, 502, 503, 504] },
    },
  },
});

/** Faults from JSON (one, or a list), or what is wrong with it. */
export function parseFaults(json: unknown): { faults: Fault[] } | { problem: string } {
  const faults = Array.isArray(json) ? json : [json];
  if (checkFaults(faults)) return { faults };
  return { problem: ajv.errorsText(checkFaults.errors, { dataVar: 'faults' }) };
}
