import { ok, type Result } from '../../lib/failures.ts';
import { guideMarkdown } from '../../lib/oin/guide.ts';
import { type IntegrationOptions, withIntegration } from '../../lib/oin/integration.ts';
import { readGuideFacts } from '../../lib/oin/read-guide-facts.ts';

/** Returns the customers' guide for the OIN, in Markdown, from the tenant's own values. Writes nothing. */
export const oinGuide = (options: IntegrationOptions): Promise<Result<string>> =>
  withIntegration(options, async (integration) =>
    ok(guideMarkdown(await readGuideFacts(options.rootDir, integration))),
  );
