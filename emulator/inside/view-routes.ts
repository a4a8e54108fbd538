import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context, Middleware } from 'koa';
import { STYLE } from '../pages/style.ts';
import { timelineEntries, timelinePage } from '../pages/timeline.ts';
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

const FILES = new Map([
  ['/_local/timeline.css', 'timeline.css'],
  ['/_local/timeline.js', 'timeline.client.js'],
]);

/** `/_local/`: the timeline as a page that lives, as JSON, and as events. Nothing here changes the tenant. */
export function viewRoutes(timeline: Timeline): Middleware {
  return async (ctx, next) => {
    if (ctx.method !== 'GET') return next();
    const file = FILES.get(ctx.path);
    if (file !== undefined) {
      ctx.type = file.slice(file.lastIndexOf('.'));
      ctx.body = await readFile(join(import.meta.dirname, '../pages', file), 'utf8');
      return;
    }
    switch (ctx.path) {
      case '/_local':
        ctx.redirect('/_local/');
        return;
      case '/_local/':
        ctx.set('content-security-policy', SECURITY_POLICY);
        ctx.set('referrer-policy', 'no-referrer');
        return answer(ctx, 'html', timelinePage(timeline.after()));
      case '/_local/timeline.html':
        return answer(ctx, 'html', timelineEntries(timeline.after(numberIn(ctx.query.after))));
      case '/_local/timeline.json':
        return answer(ctx, 'json', { entries: timeline.after(numberIn(ctx.query.after)) });
      case '/_local/events':
        return streamTimeline(ctx, timeline, numberIn(ctx.get('last-event-id') || ctx.query.after));
      default:
        return next();
    }
  };
}

function answer(ctx: Context, type: string, body: unknown): void {
  ctx.type = type;
  ctx.set('cache-control', 'no-store');
  ctx.body = body;
}

/** 0, which is before the first entry, for what is no number. */
const numberIn = (value: unknown): number => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : 0);
