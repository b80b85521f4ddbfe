// The schema of `contributes.deepliif` in the package.json of a plug-in as a file, extension/schemas/plugin-package.schema.json;
// `npm run schema` writes it, from the declarations that the program checks plug-ins with.

import {
  contributes,
  CONTRIBUTION_KINDS,
  CONTRIBUTIONS,
  type ContributionKind,
} from '../../engine/protocol/plugins.js';
import { schemaOf, type JsonSchema } from '../../engine/protocol/shape.js';
import { CONTRIBUTION_TEXTS, ROOT_TEXTS } from './contributionTexts.js';

export const PLUGINS_SCHEMA_FILE = 'extension/schemas/plugin-package.schema.json';

export function pluginsSchemaText(): string {
  const root = schemaOf(contributes);
  const { api, requires, module } = root.properties as Readonly<Record<string, JsonSchema>>;
  const own = described({ api: api!, requires: requires!, module: module! }, ROOT_TEXTS);
  const kinds = Object.fromEntries(CONTRIBUTION_KINDS.map((kind) => [kind, kindSchema(kind)]));
  const deepliif = {
    ...{ ...root, properties: { ...own, ...kinds } },
    description: 'Contributions to DeepLIIF for VS Code.',
    defaultSnippets: [{ label: 'DeepLIIF plug-in', body: { api: 1, requires: '^$1' } }],
  };
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Plug-in of DeepLIIF',
    type: 'object',
    properties: { contributes: { type: 'object', properties: { deepliif } } },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function kindSchema(kind: ContributionKind): JsonSchema {
  const { about, fields } = CONTRIBUTION_TEXTS[kind];
  const item = schemaOf(CONTRIBUTIONS[kind]);
  const list = schemaOf(contributes).properties as Readonly<Record<string, JsonSchema>>;
  const properties = described(item.properties as Readonly<Record<string, JsonSchema>>, fields);
  return {
    ...list[kind],
    description: about,
    // Fields of later versions are dropped by the program; an editor that underlines them finds misspelt ones.
    items: { ...item, additionalProperties: false, properties },
  };
}

function described(
  properties: Readonly<Record<string, JsonSchema>>,
  texts: Readonly<Record<string, string>>,
): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, { description: texts[name], ...schema }]),
  );
}
