// The schema of *.deepliif-train.json as a file, extension/schemas/deepliif-train.schema.json; `npm run schema` writes it.

import { optionSchema } from '../../options/optionSchema.js';
import { TRAIN_OPTIONS } from './trainOptions.js';

export const TRAIN_SCHEMA_FILE = 'extension/schemas/deepliif-train.schema.json';

export function trainSchemaText(): string {
  const schema = optionSchema(TRAIN_OPTIONS, {
    title: 'DeepLIIF training run',
    description:
      'Options of a training run, as "deepliif train --config FILE" takes them; flags overrule them. Relative paths are ' +
      'meant from the folder of the file. Every option that is left out has its default, which is the reference’s.',
  });
  return `${JSON.stringify(schema, null, 2)}\n`;
}
