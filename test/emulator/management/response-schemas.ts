/** Whether what the emulator answers is what Auth0's published schemas say it answers. */
import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { formats } from '../../../emulator/management/formats.ts';
import type { ReplyListener } from '../../../emulator/management/router.ts';
import { type Exception, exceptionFor } from './response-exceptions.ts';
import { responseFormats } from './response-formats.ts';

interface Published {
  responses: Record<string, Record<string, object | null>>;
  components: object;
}

export interface ResponseCheck {
  onReply: ReplyListener;
  /** What an answer has that the published schema does not allow, each once. */
  violations(): string[];
  /** Operations that answered, as `GET /clients 200`. */
  seen(): string[];
  /** Listed differences that were met. */
  excused(): Exception[];
}

const SPECIFICATION_ID = 'responses';

let published: Published | undefined;
let ajv: Ajv | undefined;
const compiled = new Map<string, ValidateFunction>();

function load(): { published: Published; ajv: Ajv } {
  // openapi/views.ts writes exactly this shape.
  published ??= JSON.parse(readFileSync(new URL('./responses.json', import.meta.url), 'utf8')) as Published;
  ajv ??= new Ajv({
    strict: false,
    allErrors: true,
    logger: false,
    unicodeRegExp: false,
    formats: { ...formats, ...responseFormats },
  }).addSchema({ components: published.components }, SPECIFICATION_ID);
  return { published, ajv };
}

function validatorOf(schema: object, key: string): ValidateFunction {
  const absolute = JSON.stringify(schema).replaceAll('"#/components/', `"${SPECIFICATION_ID}#/components/`);
  const validator = compiled.get(key) ?? load().ajv.compile(JSON.parse(absolute));
  compiled.set(key, validator);
  return validator;
}

/** Watches answers; statuses that the operation does not list, and bodies its schema for that status refuses, are violations. */
export function responseCheck(): ResponseCheck {
  const violations = new Set<string>();
  const seen = new Set<string>();
  const excused = new Set<Exception>();
  const note = (place: string, problem: string): void => {
    const exception = exceptionFor(place, problem);
    if (exception === undefined) violations.add(`${place}: ${problem}`);
    else excused.add(exception);
  };
  return {
    onReply({ operation, status, body }) {
      const place = `${operation} ${status}`;
      seen.add(place);
      for (const problem of problemsOf(operation, status, body)) note(place, problem);
    },
    violations: () => [...violations].sort(),
    seen: () => [...seen].sort(),
    excused: () => [...excused],
  };
}

function problemsOf(operation: string, status: number, body: unknown): string[] {
  const answers = load().published.responses[operation];
  if (answers === undefined) return ['not in responses.json: run npm run openapi'];
  const schema = answers[status];
  if (schema === undefined) return ['the status is not listed'];
  if (schema === null) return status === 204 && body !== undefined ? ['a body where there is none'] : [];
  if (body === undefined) return ['no body'];
  // As it goes over the wire: without what is undefined.
  const sent: unknown = JSON.parse(JSON.stringify(body));
  const validator = validatorOf(schema, `${operation} ${status}`);
  return validator(sent) ? [] : [...new Set(relevant(validator.errors ?? []).map(describe))];
}

/** Where several alternatives match, what the others lack is no problem. */
function relevant(errors: readonly ErrorObject[]): ErrorObject[] {
  const overlaps = errors.filter(({ keyword, params }) => keyword === 'oneOf' && params.passingSchemas !== null);
  return errors.filter(
    (error) =>
      overlaps.includes(error) || !overlaps.some(({ instancePath }) => error.instancePath.startsWith(instancePath)),
  );
}

function describe({ instancePath, message, params }: ErrorObject): string {
  const place = instancePath.replaceAll(/\/\d+(?=\/|$)/g, '[]');
  return `${place} ${message} ${JSON.stringify(params)}`.trim();
}
