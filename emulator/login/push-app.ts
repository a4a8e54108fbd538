/** `/_local/push`: the app on every user's phone. */
import type { Context, Middleware } from 'koa';
import { PUSH_APP_PATH, pushAppPage } from '../pages/push.ts';
import { routes } from '../routes.ts';
import { findUser, type TenantState } from '../state.ts';
import { writeLog } from '../tenant-log.ts';
import { readForm } from './form.ts';
import type { PushRequests } from './push.ts';

const RELOAD_SECONDS = 5;

/** Lists the requests that wait for an answer, and takes the answers. */
export const pushApp = (state: TenantState, requests: PushRequests): Middleware =>
  routes({
    [`GET ${PUSH_APP_PATH}`]: (ctx) => show(ctx, state, requests),
    [`POST ${PUSH_APP_PATH}`]: (ctx) => answer(ctx, state, requests),
  });

function show(ctx: Context, state: TenantState, requests: PushRequests): void {
  ctx.set('refresh', String(RELOAD_SECONDS));
  ctx.type = 'html';
  ctx.body = pushAppPage(
    requests.pending().map(({ id, userId, from, kind, atMs }) => {
      const user = findUser(state, userId);
      return { id, user: user?.email ?? user?.username ?? userId, from, kind, at: new Date(atMs).toISOString() };
    }),
  );
}

/** Records the person's answer. An unknown request has expired: the list shows the current ones. */
async function answer(ctx: Context, state: TenantState, requests: PushRequests): Promise<void> {
  const fields = await readForm(ctx);
  const answered = requests.answer(fields.request, fields.answer === 'approved' ? 'approved' : 'denied');
  if (answered?.answer === 'denied' && answered.kind === 'challenge') {
    writeLog(state, ctx, { type: 'gd_auth_rejected', userId: answered.userId });
  }
  ctx.status = 303;
  ctx.redirect(PUSH_APP_PATH);
}
