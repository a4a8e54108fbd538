import type { TimelineEntry } from '../inspector/timeline.ts';
import { type Html, html, page } from './html.ts';
import { describe } from './timeline-entry.ts';

/**
 * Returns the page with the events of the tenant, newest first. Its script adds new ones; without a script the reader
 * reloads it.
 */
export const timelinePage = (entries: readonly TimelineEntry[]): string =>
  page({
    title: 'Inside the tenant',
    wide: true,
    scripts: ['/_local/timeline.js'],
    body: html`<link rel="stylesheet" href="/_local/timeline.css">
<h1>Inside the tenant</h1>
<p class="muted">Logins, Management API requests and mail, newest first, times in UTC; secrets are masked. <span id="live" role="status"></span></p>
<nav aria-label="More"><a href="/_local/mail">Mail</a> <a href="/_local/authenticator">One-time codes</a> <a href="/_local/timeline.json">JSON</a></nav>
<fieldset class="filter"><legend class="unseen">Show</legend>${FILTERS.map(
      ([id, text]) => html`<label><input type="checkbox" id="show-${id}" autocomplete="off" checked>${text}</label>`,
    )}</fieldset>
<p id="empty" class="muted">Nothing has happened yet.</p>
<ol id="timeline" class="timeline" aria-label="Timeline">${newestFirst(entries)}</ol>`,
  });

const FILTERS = [
  ['login', 'Logins'],
  ['request', 'API requests'],
  ['mail', 'Mail'],
  ['control', 'Control'],
] as const;

/** Returns only the list's items, for the page's script. */
export const timelineEntries = (entries: readonly TimelineEntry[]): string => html`${newestFirst(entries)}`.markup;

const newestFirst = (entries: readonly TimelineEntry[]): Html[] => entries.map(item).reverse();

function item(entry: TimelineEntry): Html {
  const { group, tone, label, summary, details } = describe(entry);
  return html`<li class="${group} ${tone}" data-n="${entry.n}"><span class="when"><time datetime="${iso(entry)}">${iso(entry).slice(11, 23)}</time>${
    entry.login !== undefined && html` <span class="which">Login ${entry.login}</span>`
  }</span><div><p><span class="label">${label}</span> ${summary}</p>${details}</div></li>
`;
}

const iso = ({ atMs }: TimelineEntry): string => new Date(atMs).toISOString();
