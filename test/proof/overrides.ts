/** Values by the path of an event's field: `{ "client.client_id": "other" }`. `undefined` takes the field away. */
export type Overrides = Readonly<Record<string, unknown>>;

/** A copy of an event with some fields replaced. Objects on the way to a field are made where there are none. */
export function override(event: object, overrides: Overrides): object {
  const copy = asJson(event);
  for (const [path, value] of Object.entries(overrides)) {
    const keys = path.split('.');
    const last = keys.pop() ?? path;
    let target = copy;
    for (const key of keys) {
      const next: unknown = Reflect.get(target, key);
      const here = typeof next === 'object' && next !== null ? next : {};
      Reflect.set(target, key, here);
      target = here;
    }
    if (value === undefined) Reflect.deleteProperty(target, last);
    else Reflect.set(target, last, asJson(value));
  }
  return asJson(copy);
}

/** A copy without what JSON does not carry, such as a named property of an array. */
function asJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}
