import { InvalidArgumentError } from 'commander';

/** The default port of a local tenant; browsers use the next one. */
const DEFAULT_PORT = 4400;

/** Parses a port of an option; 0 takes free ports. */
function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_534) return port;
  throw new InvalidArgumentError('expected a number from 0 to 65534.');
}

/** Commands that open a local tenant have this option. */
export const portOption = [
  '--port <number>',
  'of the local tenant; browsers use the next one; 0 takes free ones',
  parsePort,
  DEFAULT_PORT,
] as const;
