/** Returns the picture that Auth0 gives a user without one (recorded traffic, 2023 to 2026). */
import { createHash } from 'node:crypto';

/**
 * Returns the picture's address.
 *
 * @param name the email address, or another name; its first two letters are the fallback if Gravatar has no picture
 */
export function defaultPicture(name: string): string {
  const text = name.toLowerCase();
  const hash = createHash('md5').update(text).digest('hex');
  const fallback = encodeURIComponent(`https://cdn.auth0.com/avatars/${text.slice(0, 2)}.png`);
  return `https://s.gravatar.com/avatar/${hash}?s=480&r=pg&d=${fallback}`;
}
