import type { PinnedIds } from '../../scripts/lib/manifest/pinned-ids.ts';
import type { WithPinnedIds } from '../../scripts/lib/tenant/by-name.ts';

const file = 'tenant/environments/local.yaml';

/** Returns the part of a manifest that look-ups by name need. */
export const pinning = (ids: PinnedIds = {}): WithPinnedIds => ({
  environment: { file, ids, placeOfId: () => ({ file }) },
});
