// `npm run schema`: writes the schemas of *.deepliif-train.json and *.deepliif-sweep.json from the tables that the
// engine reads them with, and that of `contributes.deepliif` from the declarations that plug-ins are checked with.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format } from 'prettier';
import { SWEEP_SCHEMA_FILE, sweepSchemaText } from '../out/engine/studies/sweepSchema.js';
import { PLUGINS_SCHEMA_FILE, pluginsSchemaText } from '../out/extension/plugins/pluginsSchema.js';
import { TRAIN_SCHEMA_FILE, trainSchemaText } from '../out/engine/training/plan/trainSchema.js';

for (const [path, text] of [
  [TRAIN_SCHEMA_FILE, trainSchemaText()],
  [SWEEP_SCHEMA_FILE, sweepSchemaText()],
  [PLUGINS_SCHEMA_FILE, pluginsSchemaText()],
]) {
  const file = join(import.meta.dirname, '..', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await format(text, { parser: 'json', printWidth: 110 }));
}
