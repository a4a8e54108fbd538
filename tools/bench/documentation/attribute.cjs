// The documentation's attribute example, written anew: what teams have today.
exports.onExecutePostLogin = async (event, api) => {
  if (event.resource_server && event.resource_server.identifier === 'urn:auth0:express-configure') {
    if (event.user.app_metadata && event.user.app_metadata.is_admin === true) {
      api.accessToken.addScope('express_configure:sso');
      api.accessToken.addScope('express_configure:scim');
    } else {
      api.access.deny('Access denied');
    }
  }
};
