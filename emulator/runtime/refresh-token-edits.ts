import type { CommandOf } from './command.ts';
import { type MetadataCommand, type MetadataEdit, metadataEdit } from './metadata-edits.ts';

/** What Actions did to the refresh token of this login or exchange. JSON only. */
export interface RefreshTokenEdits {
  expiresAtMs?: number;
  idleExpiresAtMs?: number;
  /** Oldest first. */
  metadata?: MetadataEdit[];
}

/** A recorded call that changes a refresh token. */
export type RefreshTokenCommand =
  | CommandOf<'refreshToken.setExpiresAt' | 'refreshToken.setIdleExpiresAt'>
  | Extract<MetadataCommand, { method: `refreshToken.${string}` }>;

/** Returns the edits with one more command. */
export function editedToken(edits: RefreshTokenEdits = {}, command: RefreshTokenCommand): RefreshTokenEdits {
  switch (command.method) {
    case 'refreshToken.setExpiresAt':
      return { ...edits, expiresAtMs: Number(command.args[0]) };
    case 'refreshToken.setIdleExpiresAt':
      return { ...edits, idleExpiresAtMs: Number(command.args[0]) };
    default:
      return { ...edits, metadata: [...(edits.metadata ?? []), metadataEdit(command)] };
  }
}
