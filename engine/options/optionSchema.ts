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
      ...optionProperties(table, (key, { group }) => `\n\n${group} · ${flagOf(key)}`),
    },
  };
}

/** Properties of an object with these options. @param note ends the explanation of each: its flag, if it has one */
export function optionProperties(
  table: OptionTable,
  note: (key: string, spec: OptionSpec) => string = () => '',
): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Object.entries(table).map(([key, spec]) => {
      const sentence = `${spec.description[0]!.toUpperCase()}${spec.description.slice(1)}.`;
      const absent = spec.absent === undefined ? '' : ` Without it: ${spec.absent}.`;
      const given = spec.default === undefined ? {} : { default: spec.default };
      return [key, { description: `${sentence}${absent}${note(key, spec)}`, ...valuePart(spec), ...given }];
    }),
  );
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
