// Numbers of plug-ins as results store them, with the plug-in that computed them: they are shown wherever the result is, also
// after the plug-in is gone.

import { dictionary, either, finite, list, oneOf, stored, text, type Shape } from './shape.js';

/** Plug-in that computed something. */
export interface PluginName {
  /** "publisher.name" */
  readonly id: string;
  readonly title: string;
  readonly version: string;
}

/** Score of a scorer, as of the stored thresholds, without corrections by hand. */
export interface PluginScore {
  /** Segmentation map whose cells were scored. */
  readonly map: string;
  /** Id of the scorer. */
  readonly id: string;
  readonly title: string;
  /** null: the scorer had nothing to say, for want of cells for example. */
  readonly value: number | Readonly<Record<string, number>> | null;
  /** Value for people: "1.62". */
  readonly shown: string;
  readonly explanation?: string;
  readonly plugin: PluginName;
}

/** Score or column that the last scoring could not compute, because its plug-in was not in use. */
export interface LostOfPlugin {
  readonly kind: 'measurements' | 'scorers';
  readonly id: string;
  readonly title: string;
  readonly plugin: PluginName;
}

/** Part of result.json. Columns of cells are in measurements.json. */
export interface PluginResults {
  /** Plug-ins with a measurement or a scorer that were in use. */
  readonly used: readonly PluginName[];
  readonly scores: readonly PluginScore[];
  /** Sentences about plug-ins that failed, and what to do. */
  readonly notices: readonly string[];
  /** Absent if nothing is lost. */
  readonly lost?: readonly LostOfPlugin[];
}

const MOST_PLUGINS = 1000;
const MOST_SCORES = 10_000;
const MOST_PARTS = 50;
const word = text({ most: 300 });
const named = { id: word, title: word };

export const storedPluginName: Shape<PluginName> = stored({ ...named, version: word });

export const storedPluginScores: Shape<readonly PluginScore[]> = list(
  stored(
    {
      map: word,
      ...named,
      value: either(either(finite, oneOf(null)), dictionary(finite, MOST_PARTS)),
      shown: word,
      plugin: storedPluginName,
    },
    { explanation: text({ most: 2000 }) },
  ),
  MOST_SCORES,
);

const lostOfPlugin = stored({
  ...named,
  kind: oneOf('measurements', 'scorers'),
  plugin: storedPluginName,
});

export const storedPluginResults: Shape<PluginResults> = stored(
  {
    used: list(storedPluginName, MOST_PLUGINS),
    scores: storedPluginScores,
    notices: list(text({ most: 10_000 }), MOST_PLUGINS),
  },
  { lost: list(lostOfPlugin, MOST_SCORES) },
);
