import type { Command } from './command.ts';
import { type MetadataEdit, metadataEdit } from './metadata-edits.ts';

/** What Actions did to the refresh token of this login or exchange. JSON only. */
export interface RefreshTokenEdits {
  expiresAtMs?: number;
  idleExpiresAtMs?: number;
  /** Oldest first. */
  metadata?: MetadataEdit[];
}

/** Returns the edits with one more command, or `undefined` where the command is none. */
export function editedToken(edits: RefreshTokenEdits = {}, command: Command): RefreshTokenEdits | undefined {
  const edit = metadataEdit('refreshToken', command);
  if (edit !== undefined) return { ...edits, metadata: [...(edits.metadata ?? []), edit] };
  const { method, args } = command;
  if (method === 'refreshToken.setExpiresAt') return { ...edits, expiresAtMs: Number(args[0]) };
  return method === 'refreshToken.setIdleExpiresAt' ? { ...edits, idleExpiresAtMs: Number(args[0]) } : undefined;
}
