// `npx tsc -b && node test/writeL10n.mjs`: writes down every message of the extension host, for translators and VS Code.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BUNDLE_FILE, bundleText, messageUses } from '../out/test/l10nMessages.js';

const file = join(import.meta.dirname, '..', BUNDLE_FILE);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, bundleText(messageUses()));
