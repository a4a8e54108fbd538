import { createHash } from 'node:crypto';

/** The style sheet of every page. Colours have a contrast of 4.5:1 for text and 3:1 for the edges of controls. */
export const STYLE = `
:root { color-scheme: light; --ink: #1c1f26; --muted: #5d6370; --accent: #4338ca; --edge: #868b98; --line: #dfe1e7; --paper: #fff; --ground: #f2f3f7 }
* { box-sizing: border-box }
[hidden] { display: none !important }
body { font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; background: var(--ground); color: var(--ink); margin: 0; min-height: 100vh; display: flex; flex-direction: column; align-items: center; justify-content: center; padding: 2rem 1rem; overflow-wrap: break-word }
main { background: var(--paper); width: 100%; max-width: 25rem; padding: 2.25rem 2.25rem 2.5rem; border-radius: .75rem; box-shadow: 0 1px 2px #1c1f2614, 0 12px 32px #1c1f2614 }
main.wide { max-width: 46rem }
footer { margin-top: 1.25rem; font-size: .8rem; color: var(--muted); text-align: center }
.brand { display: flex; align-items: center; gap: .6rem; margin: 0 0 1.5rem; font-size: .95rem; font-weight: 600; color: var(--muted) }
.brand b { display: grid; place-items: center; width: 2.1rem; height: 2.1rem; border-radius: .5rem; background: var(--accent); color: #fff; font-weight: 700; flex: none }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .6rem; letter-spacing: -.01em }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem }
h3 { font-size: 1rem; margin: 0 0 .4rem } h3 .muted { font-weight: 400; font-size: .85rem }
p { margin: 0 0 1rem } p:empty { margin: 0 } pre + p { margin: 1.25rem 0 0 } .muted { color: var(--muted) }
a { color: var(--accent) }
label { display: block; font-size: .9rem; font-weight: 500; margin: 1.1rem 0 .35rem }
input { font: inherit; color: inherit; width: 100%; min-height: 2.9rem; padding: .6rem .75rem; background: var(--paper); border: 1px solid var(--edge); border-radius: .5rem }
input[aria-invalid=true] { border-color: #b3261e }
input.code { font-size: 1.25rem; letter-spacing: .25em; font-variant-numeric: tabular-nums }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
button { font: inherit; font-weight: 600; width: 100%; min-height: 2.9rem; padding: .6rem 1rem; margin-top: 1.25rem; color: #fff; background: var(--accent); border: 1px solid var(--accent); border-radius: .5rem; cursor: pointer }
button:hover { background: #362fa3 } button:disabled { opacity: .6; cursor: default }
button.plain { color: var(--ink); background: var(--paper); border-color: var(--edge); margin-top: .75rem } button.plain:hover { background: var(--ground) }
button.link { color: var(--accent); background: none; border-color: transparent; margin-top: .35rem; text-decoration: underline; text-underline-offset: .2em } button.link:hover { background: var(--ground) }
button.choice { text-align: left; display: flex; justify-content: space-between; align-items: center; gap: 1rem; font-weight: 500 } button.choice::after { content: "\\203A" / ""; color: var(--muted) }
.who { display: flex; justify-content: space-between; align-items: center; gap: 1rem; border: 1px solid var(--line); border-radius: .5rem; padding: .3rem .75rem; margin: 1rem 0 } .who span { min-width: 0; overflow-wrap: anywhere } .who a { flex: none; padding: .5rem 0 }
.error, .notice { border-radius: .5rem; padding: .65rem .8rem; font-size: .95rem }
.error { color: #a1211a; background: #fdeeed; border-left: 4px solid #b3261e } .notice { background: #eef0fe; border-left: 4px solid var(--accent) }
ul.scopes, ol.steps, ul.mails { margin: 0 0 1rem } ul.scopes, ul.mails { list-style: none; padding: 0 } ol.steps { padding-left: 1.25rem } ol.steps li { margin-bottom: .35rem }
ul.scopes li { padding: .7rem 0 .7rem 1.6rem; border-top: 1px solid var(--line); position: relative } ul.scopes li::before { content: "\\2713" / ""; position: absolute; left: .1rem; color: var(--accent); font-weight: 700 }
.qr { display: block; width: 11rem; height: 11rem; margin: 0 auto 1rem; padding: .6rem; border: 1px solid var(--line); border-radius: .5rem } .qr svg { display: block; width: 100%; height: 100% }
code, pre { font: .85rem/1.5 ui-monospace, SFMono-Regular, Menlo, monospace } code { overflow-wrap: anywhere }
code.key { font-size: 1.1rem; font-weight: 600; letter-spacing: .04em } code.secret { font-size: 1rem; font-weight: 600; display: block; line-height: 1.7 }
pre { background: #f6f7f9; border: 1px solid var(--line); border-radius: .5rem; padding: .85rem; overflow-x: auto; margin: 0 } pre.letter { font: inherit; white-space: pre-wrap }
ul.mails a { display: grid; grid-template-columns: 1fr auto; gap: .1rem 1rem; padding: .8rem .25rem; border-top: 1px solid var(--line); color: inherit; text-decoration: none } ul.mails a:hover { background: var(--ground) }
ul.mails .to { grid-column: 1 / -1; font-weight: 600; overflow-wrap: anywhere } ul.mails .time { text-align: right }
section { border-top: 1px solid var(--line); padding: .9rem 0 }
dl { margin: 0; display: grid; grid-template-columns: 7.5rem 1fr; gap: .25rem .75rem; font-size: .92rem } dt { color: var(--muted) } dd { margin: 0; grid-column: 2; overflow-wrap: anywhere }
table { width: 100%; border-collapse: collapse; font-size: .92rem } td code { white-space: nowrap } td, th { text-align: left; vertical-align: baseline; padding: .6rem .6rem .6rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere }
@media (max-width: 30rem) {
  body { background: var(--paper); justify-content: flex-start; padding: 0 0 1.5rem }
  main { padding: 1.75rem 1.25rem 1rem; border-radius: 0; box-shadow: none }
  dl { grid-template-columns: 1fr } dd { grid-column: 1; margin-bottom: .4rem }
}
`;

const hash = createHash('sha256').update(STYLE).digest('base64');

/**
 * Returns the content security policy of a page: its own style and nothing else; with `script`, the tenant's own files
 * too.
 */
export const contentSecurityPolicy = (script = false): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    `script-src ${script ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
