const NOT_TRUSTED = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

const NO_WAY = ['ENETUNREACH', 'EHOSTUNREACH', 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT'];

const AGAIN = 'run the command again: it continues where it ended';

/** Says what to do about an error code of Node's network. */
export function networkFix(code: string, domain: string): string {
  if (code === 'ENOTFOUND') return `Check AUTH0_DOMAIN: no name server knows ${hostOf(domain)}.`;
  if (code === 'EAI_AGAIN') return `No name server answers: check the network, and ${AGAIN}.`;
  if (code === 'ECONNREFUSED') return `Check AUTH0_DOMAIN: nothing listens at ${domain}.`;
  if (NOT_TRUSTED.includes(code)) {
    return 'The certificate is not trusted: set NODE_EXTRA_CA_CERTS to the file of its certificate authority.';
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `The certificate is for another name: check AUTH0_DOMAIN, and whether a proxy answers for ${hostOf(domain)}.`;
  }
  if (code.startsWith('CERT_'))
    return "Check this machine's clock; if it is right, the server needs a new certificate.";
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return `Check the port in AUTH0_DOMAIN: what listens at ${domain} does not speak https.`;
  }
  if (NO_WAY.includes(code)) {
    return `Check the network; behind a proxy, set HTTPS_PROXY and NODE_USE_ENV_PROXY=1. Then ${AGAIN}.`;
  }
  return `Check AUTH0_DOMAIN and the network, and ${AGAIN}.`;
}

const hostOf = (domain: string): string => domain.replace(/:\d+$/, '');
