// `npm run schema`: writes the schema of *.deepliif-train.json from the table of options that the engine reads it with.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format } from 'prettier';
import { TRAIN_SCHEMA_FILE, trainSchemaText } from '../out/engine/training/plan/trainSchema.js';

const file = join(import.meta.dirname, '..', TRAIN_SCHEMA_FILE);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, await format(trainSchemaText(), { parser: 'json', printWidth: 110 }));
