import { organizationPage, organizationPickerPage } from '../pages/login.ts';
import { findOrganization, isMember } from '../state.ts';
import type { PageContext, PageRoute } from './page-route.ts';

export const organizationRoute: PageRoute = {
  path: '/u/organization',
  prompt: 'organization',
  view: ({ view }) => organizationPage(view),
  submit({ state }, { organizationName }) {
    const organization = state.organizations.find((row) => row.name === organizationName?.trim().toLowerCase());
    if (organization === undefined) return { kind: 'again', error: 'The organization you have entered is invalid' };
    return { kind: 'done', progress: { organizationId: organization.id } };
  },
};

const memberOrganizations = ({ state, interaction }: PageContext) =>
  state.organizations.filter((row) => isMember(state, row.id, interaction.session?.accountId ?? ''));

export const organizationPickerRoute: PageRoute = {
  path: '/u/organization/picker',
  prompt: 'organization-picker',
  view: (page) =>
    organizationPickerPage({
      ...page.view,
      organizations: memberOrganizations(page).map(({ id, name, display_name }) => ({
        id,
        name: display_name ?? name,
      })),
    }),
  submit(page, { organization }) {
    const chosen = findOrganization(page.state, organization);
    if (chosen === undefined || !memberOrganizations(page).includes(chosen)) {
      return { kind: 'again', error: 'Select one of your organizations' };
    }
    return { kind: 'done', progress: { organizationId: chosen.id } };
  },
};
