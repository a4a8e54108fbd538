/**
 * A type as a value: what every field of an event is, written as the type is written. The compiler holds it to the
 * contract: a field too few, too many or of another kind does not compile.
 */
export type Shape<T> = [T] extends [string]
  ? string extends T
    ? 'string'
    : ReadonlySet<T>
  : [T] extends [number]
    ? 'number'
    : [T] extends [boolean]
      ? 'boolean'
      : [T] extends [readonly (infer Item)[]]
        ? readonly [Shape<Item>]
        : [keyof T] extends [never]
          ? 'map of JSON'
          : string extends keyof T
            ? T extends Record<string, string | undefined>
              ? 'map of strings'
              : 'map of JSON'
            : {
                [K in keyof T & string as IsOptional<T, K> extends true ? `${K}?` : K]-?: Shape<
                  Exclude<T[K], undefined>
                >;
              };

export type IsOptional<T, K extends keyof T> = { [P in K]?: T[P] } extends Pick<T, K> ? true : false;

export type AnyShape =
  | 'string'
  | 'number'
  | 'boolean'
  | 'map of strings'
  | 'map of JSON'
  | ReadonlySet<string>
  | readonly [AnyShape]
  | { readonly [field: string]: AnyShape };
