/** What JSON can hold. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
/** A JSON object, by key. */
export type JsonObject = { [key: string]: JsonValue };
