/** Starts a bare oidc-provider with its own key, requests its keys, and reports it. */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { answered } from './answered.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('no port');
const issuer = `http://localhost:${address.port}`;
const key = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' };
const provider = new Provider(issuer, { jwks: { keys: [key] } });
server.on('request', provider.callback());
await answered(`${issuer}/jwks`);
server.closeAllConnections();
server.close();
