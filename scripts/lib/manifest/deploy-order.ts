/** The most environments after one another: `.github/workflows/deploy.yml` has as many stages. */
export const MOST_STAGES = 3;

/**
 * Returns the name in the line `after:` of an environment file's text, undefined without one. The deploy workflow reads
 * it so, in a job that installs no YAML library; `check` refuses a file in which YAML reads another name.
 */
export const afterInText = (text: string): string | undefined =>
  /^after:[ \t]+["']?([\w.-]+)["']?[ \t]*(?:#.*)?\r?$/m.exec(text)?.[1];
