// Columns of plug-ins in outputs of notebooks: numbers of each cell, with the words that tables show.

import { storedPluginName, type PluginName } from './pluginResults.js';
import { list, matching, stored, text, type Shape } from './shape.js';

/** Numbers that a plug-in measured, one for each cell. */
export interface OutputColumn {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly meaning: string;
  readonly plugin: PluginName;
  /** Base64 of a zlib stream of little-endian 32-bit floats; NaN is unknown. */
  readonly data: string;
}

const MOST_COLUMNS = 1000;
const word = text({ most: 300 });
const base64 = matching(/^[A-Za-z0-9+/]*={0,2}$/, 'base64');

export const storedOutputColumns: Shape<readonly OutputColumn[]> = list(
  stored({
    ...{ id: word, title: word, unit: word },
    ...{ meaning: text({ most: 2000 }), plugin: storedPluginName, data: base64 },
  }),
  MOST_COLUMNS,
);
