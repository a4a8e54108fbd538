import { writeFileSync } from 'node:fs';
import { doctorDocs } from './doctor-docs.ts';

writeFileSync(new URL('../../../docs/doctor.md', import.meta.url), doctorDocs());
