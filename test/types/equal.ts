/** `true` for one and the same type: `any`, optionality and `readonly` tell types apart. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Does not compile for anything but `true`. */
export type Holds<T extends true> = T;

export type OptionalKeys<T> = { [K in keyof T]-?: { [P in K]?: T[P] } extends Pick<T, K> ? K : never }[keyof T];
export type RequiredKeys<T> = Exclude<keyof T, OptionalKeys<T>>;
