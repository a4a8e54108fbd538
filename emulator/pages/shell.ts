/** Pages of those who are not the tenant, Okta and the sample applications: no script, one style sheet of their own. */
import { createHash } from 'node:crypto';
import { Html, html } from './html.ts';

const STYLE = `
:root { color-scheme: light; --ink: #1d1d21; --muted: #5b5f6b; --line: #dcdde3; --edge: #868b98; --paper: #fff; --ground: #f4f5f7; --accent: #1662dd; --bar: #1d1d21 }
body.app { --accent: #0f766e; --bar: #134e4a }
* { box-sizing: border-box }
body { font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: break-word }
a { color: var(--accent) } :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
header { background: var(--bar); color: #fff } header > div, main, footer { max-width: 60rem; margin: 0 auto; padding: 0 1.5rem }
header > div { display: flex; align-items: center; gap: .75rem; min-height: 3.5rem; flex-wrap: wrap } header b { font-weight: 650 } header span { color: #d3d5dc; font-size: .9rem } header a { color: #fff; margin-left: auto; font-size: .9rem } header a + a { margin-left: 0 }
header i { width: 1.5rem; height: 1.5rem; border: .4rem solid #fff; border-radius: 50% } .app header i { border-radius: .4rem; border-width: .75rem }
main { padding-top: 2rem; padding-bottom: 1rem } main.narrow, main.narrow + footer { max-width: 28rem }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .35rem; letter-spacing: -.01em } h2 { font-size: 1.1rem; margin: 0 0 .5rem } h3 { font-size: 1rem; margin: 0 0 .35rem }
p { margin: 0 0 .9rem } .muted { color: var(--muted) }
nav { margin: 1.25rem 0 1.5rem; border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: .25rem 1.5rem } nav a { padding: .55rem 0; color: var(--muted); text-decoration: none; border-bottom: 3px solid transparent; margin-bottom: -1px } nav a:hover { color: var(--ink) } nav a[aria-current] { color: var(--ink); border-color: var(--accent); font-weight: 600 }
section { background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; padding: 1.4rem 1.5rem; margin: 0 0 1.25rem } section > :last-child { margin-bottom: 0 }
form { margin: 0 } .row { display: flex; justify-content: space-between; align-items: center; gap: .75rem 1rem; flex-wrap: wrap } .row > * { margin: 0 } main > .row { margin-bottom: 1.25rem } section > .row { margin-bottom: .75rem } p:has(> .button) { margin-bottom: 1.25rem } .actions { display: flex; gap: .5rem; flex-wrap: wrap }
label { display: block; font-size: .9rem; font-weight: 500; margin: 0 0 .35rem }
input { font: inherit; color: inherit; width: 100%; min-height: 2.6rem; padding: .45rem .7rem; border: 1px solid var(--edge); border-radius: .4rem; background: var(--paper) }
button, .button { font: inherit; font-weight: 600; display: inline-block; min-height: 2.6rem; padding: .5rem 1.1rem; color: #fff; background: var(--accent); border: 1px solid var(--accent); border-radius: .4rem; cursor: pointer; text-decoration: none } button:hover, .button:hover { filter: brightness(.9) }
button.plain { color: var(--ink); background: var(--paper); border-color: var(--edge) } button.plain:hover { background: var(--ground); filter: none }
button.wide { width: 100%; text-align: left; margin-top: .6rem; display: flex; flex-direction: column } button.wide small { font-weight: 400; color: var(--muted) }
.badge { display: inline-block; font-size: .8rem; font-weight: 600; padding: .1rem .6rem; border-radius: 1rem; background: #e9eaef; color: #41454f } .badge.on { background: #d9f2e3; color: #0b5a2f } .badge.off { background: #fde4e2; color: #9c1c15 }
.error, .done { border-radius: .5rem; padding: .8rem 1rem; margin: 0 0 1.25rem } .error { background: #fdeeed; border-left: 4px solid #b3261e; color: #8f1d16 } .done { background: #e6f5ec; border-left: 4px solid #157a45; color: #0b4f2a } .notice { border-radius: .5rem; padding: .8rem 1rem; margin: 0 0 1.25rem; background: #fff6e0; border-left: 4px solid #a15c00; color: #6b3d00 } .error p, .done p, .notice p { margin: 0 } .error p + p { margin-top: .35rem; color: var(--ink) }
dl { margin: 0 0 1rem; display: grid; grid-template-columns: 12rem 1fr; gap: .4rem 1rem; font-size: .93rem } dt { color: var(--muted) } dd { margin: 0; grid-column: 2; overflow-wrap: anywhere }
table { width: 100%; border-collapse: collapse; font-size: .95rem } th { font-size: .85rem; color: var(--muted); font-weight: 500 } th, td { text-align: left; vertical-align: middle; padding: .6rem .75rem .6rem 0; border-top: 1px solid var(--line) } tr:first-child > th { border-top: 0 } td:last-child, th:last-child { text-align: right; padding-right: 0 } td .actions { justify-content: flex-end }
td button { min-height: 2.2rem; padding: .3rem .8rem; font-size: .9rem }
code, pre { font: .85rem/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; overflow-wrap: anywhere } pre { background: #f6f7f9; border: 1px solid var(--line); border-radius: .5rem; padding: .85rem; overflow-x: auto; margin: 0 }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: 1rem } .tile { display: flex; flex-direction: column; align-items: center; gap: .6rem; background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; padding: 1.4rem 1rem; color: inherit; text-decoration: none; font-weight: 600 } .tile:hover { border-color: var(--accent) } .tile i { display: grid; place-items: center; width: 3rem; height: 3rem; border-radius: .6rem; background: #0f766e; color: #fff; font-style: normal; font-size: 1.3rem }
ol.events { list-style: none; margin: 0; padding: 0; font-size: .92rem } ol.events li { padding: .45rem 0; border-top: 1px solid var(--line); display: flex; gap: 1rem } ol.events li:first-child { border-top: 0 } ol.events time { color: var(--muted); font-variant-numeric: tabular-nums; flex: none } ol.events .no { color: #9c1c15 }
footer { padding-top: .5rem; padding-bottom: 2rem; font-size: .8rem; color: var(--muted) }
@media (max-width: 40rem) { header > div, main, footer { padding-left: 1rem; padding-right: 1rem } nav { gap: .25rem .75rem; font-size: .9rem } dl { grid-template-columns: 1fr; gap: 0 } dd { grid-column: 1; margin-bottom: .5rem } section { padding: 1.1rem 1rem } table, tbody, tr, td { display: block } tr { border-top: 1px solid var(--line); padding: .6rem 0 } tr:has(th) { display: none } td, td:last-child { border: 0; padding: .15rem 0; text-align: left } td .actions { justify-content: flex-start; padding-top: .4rem } }
`;

const hash = createHash('sha256').update(STYLE).digest('base64');

/** The content security policy of such a page: it may load its own style, and nothing else. */
export const SHELL_POLICY = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; frame-ancestors 'none'`;

export interface ShellOptions {
  title: string;
  /** The owner of the page. */
  brand: string;
  /** Beside the brand, in small. */
  note?: string;
  /** Links at the right of the bar. */
  links?: { href: string; text: string }[];
  look: 'okta' | 'app';
  narrow?: boolean;
  body: Html;
}

export function shell({ title, brand, note, links = [], look, narrow = false, body }: ShellOptions): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} | ${brand}</title><style>${new Html(STYLE)}</style></head>
<body class="${look}"><header><div><i aria-hidden="true"></i><b>${brand}</b>${note !== undefined && html`<span>${note}</span>`}${links.map(({ href, text }) => html`<a href="${href}">${text}</a>`)}</div></header>
<main${narrow && new Html(' class="narrow"')}>${body}</main><footer>((a stand-in on this machine: nothing here reaches Okta or Auth0))</footer></body></html>`
    .markup;
}
