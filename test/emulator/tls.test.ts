import { X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LoopbackTls, loopbackTls } from '../../emulator/tls.ts';

const DAY_MS = 24 * 3600 * 1000;
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tls-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

const isSigned = ({ cert, ca }: LoopbackTls): boolean =>
  new X509Certificate(cert).verify(new X509Certificate(ca).publicKey);

test('the certificate is kept, its authority in the file for NODE_EXTRA_CA_CERTS', async () => {
  const made = await loopbackTls(folder);
  expect(isSigned(made)).toBe(true);
  expect(await readFile(made.caFile, 'utf8')).toBe(made.ca);
  expect(await loopbackTls(folder)).toEqual(made);
});

test('those who ask at once get the same, and nothing else is left behind', async () => {
  const [first, ...others] = await Promise.all(Array.from({ length: 4 }, () => loopbackTls(folder)));
  for (const other of others) expect(other).toEqual(first);
  expect(await readdir(folder)).toEqual(['tls']);
});

test('one that is about to expire, or is no certificate, is made anew', async () => {
  const old = await loopbackTls(folder, Date.now() - 29.5 * DAY_MS);
  const renewed = await loopbackTls(folder);
  expect(renewed.cert).not.toBe(old.cert);
  expect(isSigned(renewed)).toBe(true);
  await writeFile(join(folder, 'tls', 'cert.pem'), 'garbage');
  expect(isSigned(await loopbackTls(folder))).toBe(true);
  await rm(join(folder, 'tls'), { recursive: true });
  await mkdir(join(folder, 'tls'));
  expect(isSigned(await loopbackTls(folder))).toBe(true);
});
