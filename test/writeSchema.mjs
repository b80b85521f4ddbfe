// `npm run schema`: writes the schemas of *.deepliif-train.json and *.deepliif-sweep.json from the tables that the
// engine reads them with, that of `contributes.deepliif` from the declarations that plug-ins are checked with, and the names
// of architectures into models/schema.json.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format } from 'prettier';
import { GENERATOR_PATTERN, GENERATOR_WORDS } from '../out/engine/networks/architecture.js';
import { SWEEP_SCHEMA_FILE, sweepSchemaText } from '../out/engine/studies/sweepSchema.js';
import { PLUGINS_SCHEMA_FILE, pluginsSchemaText } from '../out/extension/plugins/pluginsSchema.js';
import { TRAIN_SCHEMA_FILE, trainSchemaText } from '../out/engine/training/plan/trainSchema.js';

const modelSchema = JSON.parse(readFileSync(join(import.meta.dirname, '../models/schema.json'), 'utf8'));
const { name } = modelSchema.definitions.architecture.properties;
name.pattern = GENERATOR_PATTERN;
name.description = `${GENERATOR_WORDS}.`;

for (const [path, text] of [
  ['models/schema.json', JSON.stringify(modelSchema)],
  [TRAIN_SCHEMA_FILE, trainSchemaText()],
  [SWEEP_SCHEMA_FILE, sweepSchemaText()],
  [PLUGINS_SCHEMA_FILE, pluginsSchemaText()],
]) {
  const file = join(import.meta.dirname, '..', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await format(text, { parser: 'json', printWidth: 110 }));
}
