/** Describes a JSON value. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
/** Describes a JSON object. */
export type JsonObject = { [key: string]: JsonValue };
