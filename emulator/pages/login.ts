import { field, form, html, loginPage, messages, type PageView } from './html.ts';

export const identifierPage = (view: PageView & { identifier?: string | undefined; usernames: boolean }): string =>
  loginPage(view, {
    heading: 'Welcome',
    body: html`<p class="muted">Log in to ${view.organizationName ?? view.tenantName} to continue to ${view.clientName}.</p>
${messages(view)}${form(
  view.state,
  html`${field(view, {
    name: 'username',
    label: view.usernames ? 'Username or email address' : 'Email address',
    attributes: html`autocomplete="username" autocapitalize="none" spellcheck="false"${!view.usernames && html` inputmode="email"`} value="${view.identifier}"`,
  })}
<button type="submit">Continue</button>`,
)}`,
  });

/** Shows who is logging in, with a link to change it. */
const who = ({ state, identifier }: { state: string; identifier: string }) =>
  html`<p class="who"><span>${identifier}</span><a href="/u/login/identifier?state=${state}" aria-label="Edit email address">Edit</a></p>`;

export const passwordPage = (view: PageView & { identifier: string; offersCode: boolean }): string =>
  loginPage(view, {
    heading: 'Enter your password',
    body: html`${who(view)}${messages(view)}${form(
      view.state,
      html`<input type="text" name="username" value="${view.identifier}" autocomplete="username" hidden>
${field(view, { name: 'password', label: 'Password', attributes: html`type="password" autocomplete="current-password"` })}
<button type="submit">Continue</button>${
        view.offersCode &&
        html`<button class="link" name="action" value="switch-connection" formnovalidate>Email me a code instead</button>`
      }`,
    )}`,
  });

export const organizationPage = (view: PageView): string =>
  loginPage(view, {
    heading: 'Enter your organization',
    body: html`<p class="muted">${view.clientName} asks which organization of ${view.tenantName} this is for.</p>
${messages(view)}${form(
  view.state,
  html`${field(view, {
    name: 'organizationName',
    label: 'Organization name',
    attributes: html`autocapitalize="none" autocomplete="organization" spellcheck="false"`,
  })}
<button type="submit">Continue</button>`,
)}`,
  });

export const organizationPickerPage = (view: PageView & { organizations: { id: string; name: string }[] }): string =>
  loginPage(view, {
    heading: 'Select an organization',
    body: html`<p class="muted">You are a member of ${
      view.organizations.length === 0 ? 'no organization, and this application needs one.' : 'these organizations.'
    }</p>${messages(view)}${form(
      view.state,
      html`${view.organizations.map(
        ({ id, name }) => html`<button class="plain choice" name="organization" value="${id}">${name}</button>`,
      )}`,
    )}`,
  });

export const consentPage = (view: PageView & { userName: string; scopes: { value: string; text: string }[] }): string =>
  loginPage(view, {
    heading: 'Authorize app',
    body: html`<p>Hi ${view.userName}, <b>${view.clientName}</b> is requesting access to your ${view.organizationName ?? view.tenantName} account.</p>
<ul class="scopes">${view.scopes.map(({ value, text }) => html`<li data-scope="${value}">${text}</li>`)}</ul>
${form(
  view.state,
  html`<button name="action" value="accept">Accept</button><button class="plain" name="action" value="deny">Decline</button>`,
)}`,
  });
