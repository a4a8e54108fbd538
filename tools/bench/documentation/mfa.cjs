// The documentation's multi-factor example, written anew.
exports.onExecutePostLogin = async (event, api) => {
  if (event.resource_server && event.resource_server.identifier === 'urn:auth0:express-configure') {
    api.multifactor.enable('any');
    api.authentication.challengeWith({ type: 'email' });
    if (!event.user.enrolledFactors.some((factor) => factor.type === 'webauthn-platform')) {
      api.authentication.enrollWith({ type: 'webauthn-platform' });
    } else {
      api.authentication.challengeWith({ type: 'webauthn-platform' });
    }
  }
};
