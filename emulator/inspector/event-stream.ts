import type { Context } from 'koa';
import type { Timeline, TimelineEntry } from './timeline.ts';

const HEARTBEAT_MS = 15_000;
/** The limit after which a slow reader is disconnected; it can resume by `Last-Event-ID`. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

const inFrame = (entry: TimelineEntry): string => `id: ${entry.n}\ndata: ${JSON.stringify(entry)}\n\n`;

/** Answers with server-sent events: what is in the timeline after entry `after`, and then each entry as it comes. */
export function streamTimeline(ctx: Context, timeline: Timeline, after: number): void {
  const { res } = ctx;
  // Koa would end the answer with the function.
  ctx.respond = false;
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const write = (text: string): void => {
    res.write(text);
    if (res.writableLength > MAX_UNREAD_BYTES) res.destroy();
  };
  write(`retry: 1000\n\n${timeline.after(after).map(inFrame).join('')}`);
  const stop = timeline.subscribe((entry) => write(inFrame(entry)));
  const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS).unref();
  res.on('close', () => {
    stop();
    clearInterval(heartbeat);
  });
}
