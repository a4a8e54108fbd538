// The documentation's home realm discovery example 1, written anew.
exports.onExecutePostLogin = async (event, api) => {
  if (event?.resource_server?.identifier === 'urn:auth0:express-configure') {
    if (event.organization?.metadata?.domains) {
      const domain_aliases = event.organization.metadata.domains.replace(/ /g, '').split(',');
      api.accessToken.setCustomClaim('express_configuration', { domain_aliases });
    }
  }
};
