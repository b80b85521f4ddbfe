// `npx tsc -b && node test/writeApiReport.mjs`: writes the report of the public surface, docs/extension-api.api.md.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiReport, REPORT_FILE } from '../out/test/apiReport.js';

writeFileSync(join(import.meta.dirname, '..', REPORT_FILE), apiReport());
