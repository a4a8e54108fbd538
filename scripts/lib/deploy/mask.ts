/** Shorter ones are too likely to be part of something else. */
const MIN_LENGTH = 4;

/** A text without the secrets, in whatever form they are likely to appear. */
export function mask(text: string, secrets: readonly string[]): string {
  const forms = secrets
    .filter((secret) => secret.length >= MIN_LENGTH)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
  return [...new Set(forms)]
    .sort((a, b) => b.length - a.length)
    .reduce((masked, form) => masked.replaceAll(form, '***'), text);
}
