/** Pages of who follows the link of an invitation. */
import { field, form, html, loginPage, messages, type PageView } from './html.ts';

export const acceptInvitationPage = (view: PageView & { inviter: string }): string =>
  loginPage(view, {
    heading: "You've Been Invited!",
    body: html`<p class="muted">${view.inviter} has sent you an invitation to join ${view.organizationName ?? view.tenantName} on ${view.clientName}.</p>
${messages(view)}${form(view.state, html`<button type="submit" autofocus>Accept Invitation</button>`)}`,
  });

export const signUpPage = (view: PageView & { email: string }): string =>
  loginPage(view, {
    heading: 'Welcome',
    body: html`<p class="muted">Sign Up to ${view.organizationName ?? view.tenantName} to continue to ${view.clientName}.</p>
<p class="who"><span>${view.email}</span></p>${messages(view)}${form(
      view.state,
      html`<input type="text" name="username" value="${view.email}" autocomplete="username" hidden>
${field(view, { name: 'password', label: 'Password', attributes: html`type="password" autocomplete="new-password"` })}
<button type="submit">Continue</button>`,
    )}`,
  });
