import { parse } from 'node-html-parser';
import { CookieJar } from 'tough-cookie';

const MAX_REDIRECTS = 20;

/** Describes the page at the end of a visit, after all redirects. */
export interface VisitedPage {
  url: URL;
  status: number;
  html: string;
  headers: Headers;
}

/** A headless browser for server-rendered pages: keeps cookies, follows redirects, submits the page's one form. */
export class UserAgent {
  readonly #jar = new CookieJar();
  readonly #stopAt: readonly string[];

  /** @param stopAt URL prefixes of callbacks: such an address is reported, not fetched. */
  constructor(...stopAt: string[]) {
    this.#stopAt = stopAt;
  }

  async visit(url: URL, init: RequestInit = {}): Promise<VisitedPage | { callback: URL }> {
    let target = url;
    let request = init;
    for (let hop = 0; hop < MAX_REDIRECTS; hop += 1) {
      if (this.#stopAt.some((prefix) => target.href.startsWith(prefix))) return { callback: target };
      const response = await this.#send(target, request);
      const location = response.headers.get('location');
      if (location === null) {
        const { status, headers } = response;
        return { url: target, status, headers, html: await response.text() };
      }
      await response.body?.cancel();
      target = new URL(location, target);
      request = {};
    }
    throw new Error(`more than ${MAX_REDIRECTS} redirects, the last to ${target.pathname}`);
  }

  /** Fills in the page's form (hidden fields are kept) and sends it. */
  submit(page: VisitedPage, fields: Record<string, string>): Promise<VisitedPage | { callback: URL }> {
    const form = parse(page.html).querySelector('form');
    if (form === null) throw new Error(`${page.url.pathname} has no form to submit`);
    const hidden = form
      .querySelectorAll('input[type=hidden]')
      .map((input): [string, string] => [input.getAttribute('name') ?? '', input.getAttribute('value') ?? '']);
    const body = new URLSearchParams({ ...Object.fromEntries(hidden), ...fields });
    return this.visit(new URL(form.getAttribute('action') ?? page.url.href, page.url), { method: 'POST', body });
  }

  /** Presses the first button that `selector` matches, in its own form. */
  press(
    page: VisitedPage,
    selector: string,
    fields: Record<string, string> = {},
  ): Promise<VisitedPage | { callback: URL }> {
    const button = parse(page.html).querySelector(selector);
    const form = button?.closest('form');
    if (!button || !form) throw new Error(`${page.url.pathname} has no button ${selector}`);
    const hidden = form
      .querySelectorAll('input[type=hidden]')
      .map((input): [string, string] => [input.getAttribute('name') ?? '', input.getAttribute('value') ?? '']);
    const name = button.getAttribute('name');
    const body = new URLSearchParams({
      ...Object.fromEntries(hidden),
      ...(name === undefined ? {} : { [name]: button.getAttribute('value') ?? '' }),
      ...fields,
    });
    const target = new URL(form.getAttribute('action') ?? page.url.href, page.url);
    if (form.getAttribute('method') === 'post') return this.visit(target, { method: 'POST', body });
    target.search = body.toString();
    return this.visit(target);
  }

  /** Returns the names of cookies that no answer on plain http may replace. */
  async #secureNames({ host, pathname }: URL): Promise<Set<string>> {
    const cookies = await this.#jar.getCookies(`https://${host}${pathname}`);
    return new Set(cookies.filter(({ secure }) => secure).map(({ key }) => key));
  }

  async #send(url: URL, init: RequestInit): Promise<Response> {
    const cookie = await this.#jar.getCookieString(url.href);
    const headers = { accept: 'text/html', ...(cookie === '' ? {} : { cookie }) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    const secure = url.protocol === 'http:' ? await this.#secureNames(url) : new Set<string>();
    for (const setCookie of response.headers.getSetCookie()) {
      if (secure.has(setCookie.split('=')[0] ?? '')) continue;
      await this.#jar.setCookie(setCookie, url.href, { ignoreError: true });
    }
    return response;
  }
}
