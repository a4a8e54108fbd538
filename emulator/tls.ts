import { randomBytes, X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** Holds a certificate for loopback names and the temporary authority that signed it, as PEM. */
export interface LoopbackTls {
  key: string;
  cert: string;
  ca: string;
  /** The file for `NODE_EXTRA_CA_CERTS`. */
  caFile: string;
}

const VALID_DAYS = 30;
const ATTEMPTS = 3;
const DAY_MS = 24 * 3600 * 1000;

/**
 * Reads the certificate kept in `folder`, or makes one there when it is missing or about to expire. Tenants that start at
 * once, in one process or several, get the same.
 */
export async function loopbackTls(folder: string, nowMs = Date.now()): Promise<LoopbackTls> {
  const home = join(folder, 'tls');
  const kept = await read(home, nowMs);
  if (kept !== undefined) return kept;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const made = await mkdtemp(join(folder, 'tls-'));
  await make(made, nowMs);
  return publish(made, home, nowMs);
}

/**
 * Publishes the files by a rename, which takes all or none. It fails if another process was faster: then the other's
 * files are used.
 */
async function publish(made: string, home: string, nowMs: number): Promise<LoopbackTls> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    await rename(made, home).catch(() => undefined);
    const kept = await read(home, nowMs);
    if (kept !== undefined) {
      await rm(made, { recursive: true, force: true });
      return kept;
    }
    await rm(home, { recursive: true, force: true });
  }
  throw new Error(`cannot keep a certificate in ${home}: remove that folder`);
}

const pathsIn = (folder: string) => ({
  key: join(folder, 'key.pem'),
  cert: join(folder, 'cert.pem'),
  ca: join(folder, 'ca.pem'),
});

async function read(folder: string, nowMs: number): Promise<LoopbackTls | undefined> {
  const paths = pathsIn(folder);
  try {
    const [key, cert, ca] = await Promise.all([paths.key, paths.cert, paths.ca].map((path) => readFile(path, 'utf8')));
    if (key === undefined || cert === undefined || ca === undefined) return undefined;
    const leaf = new X509Certificate(cert);
    const fresh = Date.parse(leaf.validTo) > nowMs + DAY_MS && leaf.verify(new X509Certificate(ca).publicKey);
    return fresh ? { key, cert, ca, caFile: paths.ca } : undefined;
  } catch {
    return undefined;
  }
}

async function make(folder: string, nowMs: number): Promise<void> {
  const notBeforeDate = new Date(nowMs - 60_000);
  const notAfterDate = new Date(nowMs + VALID_DAYS * DAY_MS);
  const curve = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256', notBeforeDate, notAfterDate } as const;
  // Its own name for every authority: a process that trusts two of one name checks a certificate against the wrong one.
  const name = `express-configure emulator CA ${randomBytes(4).toString('hex')}`;
  const authority = await generate([{ name: 'commonName', value: name }], {
    ...curve,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const leaf = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...curve,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  const paths = pathsIn(folder);
  await Promise.all([
    writeFile(paths.ca, authority.cert),
    writeFile(paths.cert, leaf.cert),
    writeFile(paths.key, leaf.private, { mode: 0o600 }),
  ]);
}
