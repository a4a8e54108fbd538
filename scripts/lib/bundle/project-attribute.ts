import type { AdminAttribute, AdminAttributeWriter } from '../../../library/admin-attribute.ts';
import { failed, ok, type Result } from '../failures.ts';
import { type ManagedAttribute, managedAttribute } from './admin-attribute.ts';
import { loadText } from './evaluate.ts';
import { loadFailures } from './load-failures.ts';

const FILE = 'actions/config.ts';

/** A missing export is `undefined` by this import, and an error by one of its name. */
const ENTRY = `
import * as settings from './${FILE}';
export const { attribute, attributeWriter } = settings;
`;

interface Exported {
  attribute: AdminAttribute;
  attributeWriter: AdminAttributeWriter;
}

/**
 * Loads the administrators' attribute of a project. A `config.ts` that does not load is a failure: rights under another
 * key than the project's would be neither found nor taken back.
 */
export async function projectAttribute(rootDir: string): Promise<Result<ManagedAttribute>> {
  try {
    const { attribute, attributeWriter } = await loadText<Exported>(rootDir, ENTRY, undefined);
    return ok(managedAttribute(attribute, attributeWriter));
  } catch (error) {
    const fix = 'Find what is wrong with npm run check, and correct it.';
    return failed(...loadFailures(error, { file: FILE, name: 'attribute', fix }));
  }
}
