// The JSON schema of a table of options, so that editors complete, explain and check a configuration file by the table
// that the program reads it with.

import { flagOf, MOST_ITEMS, type OptionSpec, type OptionTable } from './optionKinds.js';

/** JSON schema of draft 7, which VS Code's editor reads. */
export function optionSchema(
  table: OptionTable,
  about: { readonly title: string; readonly description: string },
): Readonly<Record<string, unknown>> {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...about,
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { description: 'Path or address of this schema, for editors.', type: 'string' },
      ...Object.fromEntries(Object.entries(table).map(([key, spec]) => [key, optionPart(key, spec)])),
    },
  };
}

function optionPart(key: string, spec: OptionSpec): object {
  const { description, group, absent } = spec;
  const sentence = `${description[0]!.toUpperCase()}${description.slice(1)}`;
  const text = `${sentence}.${absent === undefined ? '' : ` Without it: ${absent}.`}\n\n${group} · ${flagOf(key)}`;
  return {
    description: text,
    ...valuePart(spec),
    ...(spec.default === undefined ? {} : { default: spec.default }),
  };
}

/** The same limits as `optionShape`. */
function valuePart(spec: OptionSpec): object {
  switch (spec.kind) {
    case 'flag':
      return { type: 'boolean' };
    case 'whole':
      return { type: 'integer', minimum: spec.least, maximum: spec.most };
    case 'number':
      return {
        type: 'number',
        [spec.above ? 'exclusiveMinimum' : 'minimum']: spec.least,
        maximum: spec.most,
      };
    case 'choice':
      return { enum: spec.choices };
    case 'word':
      return { type: 'string', ...patternPart(spec) };
    case 'path':
      return { type: 'string', minLength: 1, maxLength: 32_767 };
    case 'words': {
      const word = { type: 'string', ...patternPart(spec) };
      return { anyOf: [{ type: 'array', maxItems: MOST_ITEMS, items: word }, word] };
    }
    case 'numbers':
      return {
        type: 'array',
        maxItems: MOST_ITEMS,
        items: { type: 'number', minimum: spec.least, maximum: spec.most },
      };
  }
}

/** VS Code shows `patternErrorMessage` in the place of the pattern. */
function patternPart({ pattern, expected }: { readonly pattern: RegExp; readonly expected: string }): object {
  return { pattern: pattern.source, patternErrorMessage: `Expected: ${expected}.` };
}
