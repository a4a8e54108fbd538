import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context, Middleware } from 'koa';
import { STYLE } from '../pages/style.ts';
import { timelineEntries, timelinePage } from '../pages/timeline.ts';
import { routes } from '../routes.ts';
import { streamTimeline } from './event-stream.ts';
import type { Timeline } from './timeline.ts';

const SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'self' 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "script-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Serves `/_local/`: the timeline as a page that updates itself, as JSON, and as events. Nothing here changes the
 * tenant.
 */
export const viewRoutes = (timeline: Timeline): Middleware =>
  routes({
    'GET /_local': (ctx) => ctx.redirect('/_local/'),
    'GET /_local/'(ctx) {
      ctx.set('content-security-policy', SECURITY_POLICY);
      ctx.set('referrer-policy', 'no-referrer');
      answer(ctx, 'html', timelinePage(timeline.after()));
    },
    'GET /_local/timeline.html': (ctx) =>
      answer(ctx, 'html', timelineEntries(timeline.after(numberIn(ctx.query.after)))),
    'GET /_local/timeline.json': (ctx) => answer(ctx, 'json', { entries: timeline.after(numberIn(ctx.query.after)) }),
    'GET /_local/events': (ctx) => streamTimeline(ctx, timeline, numberIn(ctx.get('last-event-id') || ctx.query.after)),
    'GET /_local/timeline.css': (ctx) => sendFile(ctx, 'timeline.css'),
    'GET /_local/timeline.js': (ctx) => sendFile(ctx, 'timeline.client.js'),
  });

async function sendFile(ctx: Context, file: string): Promise<void> {
  ctx.type = file.slice(file.lastIndexOf('.'));
  ctx.body = await readFile(join(import.meta.dirname, '../pages', file), 'utf8');
}

function answer(ctx: Context, type: string, body: unknown): void {
  ctx.type = type;
  ctx.set('cache-control', 'no-store');
  ctx.body = body;
}

/** Returns a number, or 0 for anything else: 0 is before the first entry. */
const numberIn = (value: unknown): number => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : 0);
