import { Ajv } from 'ajv';

const EFFECTS = ['too-many-requests', 'server-error', 'expired-token', 'hang', 'drop-before', 'drop-after'] as const;

/**
 * What befalls a request. `hang` never answers; `drop-before` closes the connection and does nothing else; `drop-after`
 * closes it when the request has been carried out, so that the client can't know whether it was.
 */
export type FaultEffect = (typeof EFFECTS)[number];

/** A failure to come: the `nth` request that matches, and those after it, `times` in all. */
export interface Fault {
  /** As in the URL, without a query: `*` stands for anything but a slash, `**` for anything. */
  path: string;
  /** In capitals; any unless given. */
  methods?: string[];
  /** Counted from when the fault was added; 1 unless given. */
  nth?: number;
  /** 1 unless given. */
  times?: number | 'always';
  effect: FaultEffect;
  /** Of `too-many-requests`: 1 unless given. */
  retryAfterSeconds?: number;
  /** Of `server-error`: 500 unless given. */
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
