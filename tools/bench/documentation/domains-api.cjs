// The documentation's home realm discovery example 2, written anew, with axios required at the top of the file as most Actions do.
const axios = require('axios');
exports.onExecutePostLogin = async (event, api) => {
  if (event?.resource_server?.identifier === 'urn:auth0:express-configure') {
    const domains = await axios.get('https://example.org/endpoint');
    api.accessToken.setCustomClaim('express_configuration', { domain_aliases: domains });
  }
};
