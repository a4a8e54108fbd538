const KEPT_KEYS = 5_000;

/** Numbers the logins, and knows one again by oidc-provider's name for it (a new one after each prompt) or by its code. */
export class Logins {
  readonly #numbers = new Map<string, number>();
  #count = 0;

  begin(): number {
    this.#count += 1;
    return this.#count;
  }

  /** Notes another name of a login. Names are secrets: a browser's cookie holds them. */
  name(login: unknown, key: unknown): void {
    if (typeof login !== 'number' || typeof key !== 'string') return;
    this.#numbers.set(key, login);
    if (this.#numbers.size <= KEPT_KEYS) return;
    const [oldest] = this.#numbers.keys();
    if (oldest !== undefined) this.#numbers.delete(oldest);
  }

  of(key: unknown): number | undefined {
    return typeof key === 'string' ? this.#numbers.get(key) : undefined;
  }
}
