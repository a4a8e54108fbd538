import type { CommandOf } from './command.ts';
import { type MetadataCommand, type MetadataEdit, metadataEdit } from './metadata-edits.ts';

/** Holds what Actions did to the refresh token of this login or exchange. It is JSON only. */
export interface RefreshTokenEdits {
  expiresAtMs?: number;
  idleExpiresAtMs?: number;
  /** Oldest first. */
  metadata?: MetadataEdit[];
}

/** Represents a recorded call that changes a refresh token. */
export type RefreshTokenCommand =
  | CommandOf<'refreshToken.setExpiresAt' | 'refreshToken.setIdleExpiresAt'>
  | Extract<MetadataCommand, { method: `refreshToken.${string}` }>;

/** Adds one more command to the edits. */
export function editToken(edits: RefreshTokenEdits, command: RefreshTokenCommand): void {
  switch (command.method) {
    case 'refreshToken.setExpiresAt':
      edits.expiresAtMs = Number(command.args[0]);
      break;
    case 'refreshToken.setIdleExpiresAt':
      edits.idleExpiresAtMs = Number(command.args[0]);
      break;
    default:
      edits.metadata ??= [];
      edits.metadata.push(metadataEdit(command));
  }
}

/** Returns edits that can be added to without changing these. */
export const copyOfEdits = ({ metadata, ...lifetimes }: RefreshTokenEdits): RefreshTokenEdits => ({
  ...lifetimes,
  ...(metadata === undefined ? {} : { metadata: [...metadata] }),
});
