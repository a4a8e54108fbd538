/** Okta's sign-in page in a login that the tenant began. */
import type { Context } from 'koa';
import { readForm } from '../../login/form.ts';
import { signInPage } from '../../pages/okta/user.ts';
import { findPerson } from './org.ts';
import type { OrgRoutesOptions } from './org-routes-options.ts';

export async function signIn(ctx: Context, { org, provider }: OrgRoutesOptions, uid: string): Promise<void> {
  const interaction = await provider.provider.Interaction.find(uid);
  ctx.type = 'html';
  if (interaction === undefined || interaction.result !== undefined) {
    ctx.status = 400;
    ctx.body = signInPage({ org, error: 'This sign-in is over. Begin again at the application.' });
    return;
  }
  const person = ctx.method === 'POST' ? findPerson(org, (await readForm(ctx)).person) : undefined;
  if (person === undefined || person.status !== 'active') {
    const { login_hint } = interaction.params;
    ctx.status = 200;
    ctx.body = signInPage({ org, hint: typeof login_hint === 'string' ? login_hint : undefined });
    return;
  }
  interaction.result = { login: { accountId: person.id } };
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
  ctx.status = 303;
  ctx.redirect(interaction.returnTo);
}
