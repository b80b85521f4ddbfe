// `npx tsc -b && node test/writeApiReport.mjs`: writes the report of the public surface, docs/extension-api.api.md, and the
// copy of its types that other extensions take, docs/extension-api/index.d.ts.

import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { apiReport, PUBLIC_TYPES, PUBLISHED_TYPES, REPORT_FILE } from '../out/test/apiReport.js';

const root = join(import.meta.dirname, '..');
writeFileSync(join(root, REPORT_FILE), apiReport());
mkdirSync(dirname(join(root, PUBLISHED_TYPES)), { recursive: true });
copyFileSync(join(root, PUBLIC_TYPES), join(root, PUBLISHED_TYPES));
