/** Text that shows in a Markdown table or paragraph as it is. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\\`*_[\]|~#]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/\s*\n\s*/g, ' ');

/** Renders a table of cells that are Markdown already; the first column is aligned left, the others as `align` says. */
export function markdownTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly ('left' | 'right')[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = align.map((side) => (side === 'right' ? '---:' : '---'));
  return [line(heading), line(rule), ...rows.map(line)].join('\n');
}
