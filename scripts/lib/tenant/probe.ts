import { ManagementError } from 'auth0';
import { MissingEntitlement } from './read.ts';

/** Holds the value that was read, or why it could not be read. */
export type ProbeResult<T> = { is: 'there'; value: T } | { is: 'not included' | 'not allowed' | 'absent' };

const codeOf = ({ body }: ManagementError): unknown =>
  typeof body === 'object' && body !== null && 'errorCode' in body ? body.errorCode : undefined;

/**
 * Reads something that the subscription may not include, the application may not see, or the tenant may not have. Auth0
 * says 403 `insufficient_scope` to who may not; any other 403 is the subscription's.
 */
export async function probe<T>(read: () => Promise<T>): Promise<ProbeResult<T>> {
  try {
    return { is: 'there', value: await read() };
  } catch (error) {
    if (error instanceof MissingEntitlement) return { is: 'not included' };
    if (!(error instanceof ManagementError)) throw error;
    if (error.statusCode === 404) return { is: 'absent' };
    if (error.statusCode !== 403) throw error;
    return { is: codeOf(error) === 'insufficient_scope' ? 'not allowed' : 'not included' };
  }
}

/** Reads something that the tenant may not have; `undefined` where it has not. Any other refusal is thrown. */
export async function readIfThere<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ManagementError && error.statusCode === 404) return undefined;
    throw error;
  }
}
