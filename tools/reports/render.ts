/** `npm run reports`: renders `docs/reports/` and README's ratios anew from the JSON that is there, and measures nothing. */
import { writeBench } from '../bench/report/write-bench.ts';
import { readProof, writeProof } from './proof/write-proof.ts';

await writeBench([]);
await writeProof(await readProof());
