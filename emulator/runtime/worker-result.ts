import type { ActionResult, Command } from './command.ts';

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const isCommand = (value: unknown): value is Command =>
  isObject(value) && typeof value.method === 'string' && Array.isArray(value.args);

const isError = (value: unknown): value is ActionResult['error'] =>
  value === undefined || (isObject(value) && typeof value.name === 'string' && typeof value.message === 'string');

/** Returns whether a worker's message is the result of an execution: an Action can post messages too. */
export const isResult = (message: unknown): message is ActionResult =>
  isObject(message) &&
  Array.isArray(message.commands) &&
  message.commands.every(isCommand) &&
  typeof message.logs === 'string' &&
  isError(message.error);
