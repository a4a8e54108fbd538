/** The picture of a user who has none, as Auth0 gives it (recorded traffic, 2023 to 2026). */
import { createHash } from 'node:crypto';

/** @param name the email address, or what stands for it; its first two letters are the fallback where Gravatar has nothing */
export function defaultPicture(name: string): string {
  const text = name.toLowerCase();
  const hash = createHash('md5').update(text).digest('hex');
  const fallback = encodeURIComponent(`https://cdn.auth0.com/avatars/${text.slice(0, 2)}.png`);
  return `https://s.gravatar.com/avatar/${hash}?s=480&r=pg&d=${fallback}`;
}
