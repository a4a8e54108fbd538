import type { Context } from 'koa';
import { type RouteHandler, routes } from '../../routes.ts';
import { toAuth0Message } from './refusal-messages.ts';

const FIELD = 'error_description';

const translate: RouteHandler = async (ctx, next) => {
  await next();
  translateJson(ctx);
  translateForm(ctx);
  translateLocation(ctx);
  const challenge = headerOf(ctx, 'www-authenticate');
  if (challenge !== '') ctx.set('www-authenticate', challenge.replace(IN_CHALLENGE, withWords));
};

/**
 * Replaces the refusals of oidc-provider by Auth0's messages, wherever a client reads them: in JSON, an address or a
 * form.
 */
export const translateRefusals = routes({
  '* /authorize': translate,
  '* /authorize/:uid': translate,
  '* /oauth/token': translate,
  '* /oauth/par': translate,
  '* /oauth/revoke': translate,
  '* /userinfo': translate,
});

/** Koa's own reader answers `undefined` for a header that is not there, against its type. */
const headerOf = ({ res }: Context, name: string): string => String(res.getHeader(name) ?? '');

const IN_CHALLENGE = /(error_description=")([^"]*)/;
const IN_FORM = /(name="error_description" value=")([^"]*)/;

const withWords = (_: string, before: string, text: string): string => before + toAuth0Message(text);

function translateJson(ctx: Context): void {
  const { body } = ctx;
  if (typeof body !== 'object' || body === null || !(FIELD in body)) return;
  ctx.body = { ...body, [FIELD]: toAuth0Message(String(Reflect.get(body, FIELD))) };
}

const ENTITIES: readonly (readonly [string, string])[] = [
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#39;', "'"],
  ['&amp;', '&'],
];

const unescaped = (html: string): string =>
  ENTITIES.reduce((text, [entity, character]) => text.replaceAll(entity, character), html);

const escaped = (text: string): string =>
  ENTITIES.toReversed().reduce((html, [entity, character]) => html.replaceAll(character, entity), text);

function translateForm(ctx: Context): void {
  if (typeof ctx.body !== 'string') return;
  ctx.body = ctx.body.replace(IN_FORM, (_, before: string, html: string) => {
    return before + escaped(toAuth0Message(unescaped(html)));
  });
}

/**
 * Translates the parameters of an answer. They are in the query of its address or, if tokens could be among them, in
 * its fragment.
 */
function translateLocation(ctx: Context): void {
  const location = headerOf(ctx, 'location');
  if (!location.includes(FIELD) || !URL.canParse(location)) return;
  const url = new URL(location);
  const inFragment = new URLSearchParams(url.hash.slice(1));
  const text = url.searchParams.get(FIELD);
  const words = text ?? inFragment.get(FIELD);
  if (words === null || toAuth0Message(words) === words) return;
  if (text !== null) url.searchParams.set(FIELD, toAuth0Message(words));
  else {
    inFragment.set(FIELD, toAuth0Message(words));
    url.hash = inFragment.toString();
  }
  ctx.set('location', url.href);
}
