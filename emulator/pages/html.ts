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

/** A template whose interpolations are escaped unless they are {@link Html}; `undefined` and `false` render nothing. */
export const html = (strings: TemplateStringsArray, ...values: Value[]): Html =>
  new Html(strings.reduce((out, text, index) => out + render(values[index - 1]) + text));

const STYLE = new Html(`<style>
:root { color-scheme: light; --accent: #4f46e5; --line: #d9dbe1; --muted: #5d6370 }
* { box-sizing: border-box }
body { font: 16px/1.5 system-ui, sans-serif; background: #f2f3f7; color: #1c1f26; margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem }
main { background: #fff; width: 100%; max-width: 25rem; padding: 2.25rem; border-radius: .6rem; box-shadow: 0 8px 28px #1c1f2614 }
main.wide { max-width: 52rem }
h1 { font-size: 1.45rem; line-height: 1.25; margin: 0 0 .75rem }
h2 { font-size: 1.05rem; margin: 1.75rem 0 .5rem }
p { margin: 0 0 1rem } .muted { color: var(--muted) }
label { display: block; font-size: .9rem; margin: 1rem 0 .3rem }
input { font: inherit; width: 100%; padding: .65rem .75rem; border: 1px solid var(--line); border-radius: .4rem }
input:focus, button:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px }
button { font: inherit; font-weight: 600; width: 100%; padding: .7rem; margin-top: 1.1rem; color: #fff; background: var(--accent); border: 0; border-radius: .4rem; cursor: pointer }
button.plain { color: inherit; background: #fff; border: 1px solid var(--line); margin-top: .6rem }
.error { color: #b3261e; background: #fdeeed; border-radius: .4rem; padding: .6rem .75rem }
ul.scopes { list-style: none; padding: 0; margin: 0 } ul.scopes li { padding: .6rem 0; border-top: 1px solid var(--line) }
code, pre { font: .85rem/1.5 ui-monospace, monospace } pre { background: #f6f7f9; border: 1px solid var(--line); border-radius: .4rem; padding: .85rem; overflow-x: auto; margin: 0 }
code { overflow-wrap: anywhere }
section { border-top: 1px solid var(--line); padding: .85rem 0 } h3 { font-size: 1rem; margin: 0 0 .4rem } h3 .muted { font-weight: 400; font-size: .85rem }
dl { margin: 0; display: grid; grid-template-columns: 7.5rem 1fr; gap: .2rem .75rem; font-size: .9rem } dt { color: var(--muted) } dd { margin: 0; grid-column: 2 }
code.key { font-size: 1rem }
table { width: 100%; border-collapse: collapse; font-size: .92rem } td, th { text-align: left; vertical-align: top; padding: .45rem .6rem .45rem 0; border-top: 1px solid var(--line) }
footer { margin-top: 1.75rem; font-size: .8rem; color: var(--muted) }
</style>`);

export function page(options: { title: string; body: Html; wide?: boolean }): string {
  const { title, body, wide = false } = options;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>${STYLE}</head>
<body><main${wide ? new Html(' class="wide"') : ''}>${body}<footer>((local emulator: nothing here reaches Auth0))</footer></main></body></html>`
    .markup;
}

export const alert = (message: string | undefined): Html =>
  message === undefined ? html`` : html`<p class="error" role="alert">${message}</p>`;

/** A form posting back to its own address with the transaction's `state`. */
export const form = (state: string, content: Html): Html =>
  html`<form method="post"><input type="hidden" name="state" value="${state}">${content}</form>`;
