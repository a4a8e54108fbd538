import { STYLE } from './style.ts';

/** Markup that is safe to interpolate as it is. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

type Value = Html | string | number | undefined | false | Value[];

const escapeText = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

function render(value: Value): string {
  if (value === undefined || value === false) return '';
  if (Array.isArray(value)) return value.map(render).join('');
  return value instanceof Html ? value.markup : escapeText(String(value));
}

/**
 * Renders a template. Interpolations are escaped unless they are {@link Html}; `undefined` and `false` render nothing.
 */
export const html = (strings: TemplateStringsArray, ...values: Value[]): Html =>
  new Html(strings.reduce((out, text, index) => out + render(values[index - 1]) + text));

export interface PageOptions {
  title: string;
  body: Html;
  /** The owner of the page, shown above its heading. */
  brand?: string;
  wide?: boolean;
  /** Addresses of scripts; the response's content security policy must allow them. */
  scripts?: readonly string[];
}

export function page({ title, body, brand, wide = false, scripts = [] }: PageOptions): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${new Html(STYLE)}</style>${scripts.map((src) => html`<script src="${src}" defer></script>`)}</head>
<body><main${wide ? new Html(' class="wide"') : ''}>
${brand !== undefined && html`<p class="brand"><b aria-hidden="true">${[...brand][0]?.toUpperCase()}</b>${brand}</p>`}
${body}</main><footer>((local emulator: nothing here reaches Auth0))</footer></body></html>`.markup;
}

/** Holds what every page of a login shows. */
export interface PageView {
  /** Identifies the login transaction. */
  state: string;
  tenantName: string;
  clientName: string;
  organizationName?: string | undefined;
  error?: string | undefined;
  notice?: string | undefined;
}

/** Returns a page of Universal Login, in the organization's name if there is one. */
export const loginPage = (
  view: PageView,
  { heading, body, scripts = [] }: { heading: string; body: Html; scripts?: readonly string[] },
): string =>
  page({
    title: `${view.error === undefined ? '' : 'Error: '}${heading} | ${view.clientName}`,
    brand: view.organizationName ?? view.tenantName,
    scripts,
    body: html`<h1>${heading}</h1>${body}`,
  });

/** Returns the page's error or notice; fields refer to the error by its id. */
export const messages = ({ error, notice }: Pick<PageView, 'error' | 'notice'>): Html =>
  html`${error !== undefined && html`<p class="error" role="alert" id="error">${error}</p>`}${
    notice !== undefined && html`<p class="notice" role="status">${notice}</p>`
  }`;

/** Returns a form that posts back to its own address with the transaction's `state`. */
export const form = (state: string, content: Html): Html =>
  html`<form method="post"><input type="hidden" name="state" value="${state}">${content}</form>`;

/** Returns a labelled field that refers to the page's error. `attributes` is markup. */
export const field = (
  { error }: Pick<PageView, 'error'>,
  { name, label, attributes }: { name: string; label: string; attributes: Html },
): Html =>
  html`<label for="${name}">${label}</label>
<input id="${name}" name="${name}" ${attributes}${
    error !== undefined && new Html(' aria-invalid="true" aria-describedby="error"')
  } required autofocus>`;
