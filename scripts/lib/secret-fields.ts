/** Names under which Auth0's API takes a secret: clients, connections, email and phone providers, log streams. */
const SECRET_KEYS: readonly string[] = [
  'accessKeyId',
  'api_key',
  'apiKey',
  'app_secret',
  'auth_token',
  'client_secret',
  'clientSecret',
  'connectionString',
  'password',
  'pem',
  'private_key',
  'secret',
  'secretAccessKey',
  'signing_secret',
  'smtp_pass',
  'twilio_token',
];

/** Matches fields whose value must never be shown. */
const SECRET_FIELD = /(secret|password|passwd|smtp_pass|private_key|api_?key|_token)$/i;

/** Returns whether Auth0's API accepts a secret under this name. */
export const isSecretKey = (key: string): boolean => SECRET_KEYS.includes(key);

/** Returns whether a field may hold a secret, by its name. */
export const isSecretField = (field: string): boolean => SECRET_FIELD.test(field) || isSecretKey(field);
