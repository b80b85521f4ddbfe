// Declarations of plug-ins: what an extension, or a folder with a package.json, adds under `contributes.deepliif`. They are
// data: listing, checking and disabling a plug-in runs none of its code.

import type { PluginName } from './pluginResults.js';
import {
  either,
  list,
  matching,
  message,
  number,
  oneOf,
  stored,
  text,
  tuple,
  whole,
  type Shape,
  type Shaped,
} from './shape.js';

/** Version of what plug-in modules export and of `getApi`. Raised when an old plug-in would no longer work. */
export const PLUGIN_API_VERSION = 1;

/** More of one kind than anybody lists in a menu. */
const MOST_OF_A_KIND = 200;
const WORD = 200;

/** Id, as in open tables. */
const id = matching(/^[a-z][a-z0-9_-]{0,63}$/, 'an id of lower-case letters, digits, - and _');
const title = text({ least: 1, most: WORD });
const sentence = text({ least: 1, most: 2000 });
/** Path within the folder of the plug-in. */
const path = matching(
  /^(\.\/)?(?!.*(^|\/)\.\.(\/|$))[^/\\:*?"<>|][^\\:*?"<>|]{0,499}$/,
  'a relative path with / that stays in the folder of the plug-in',
);
const ending = matching(/^\.[A-Za-z0-9.]{1,20}$/, 'an ending such as ".svs"');
const density = number(0, 10);
const vector = tuple(density, density, density);
/** Pictures that code may ask for beside its own input. */
const picture = oneOf('ihc', 'hematoxylin', 'dapi', 'lap2', 'marker', 'segmentation');

const named = { id, title };

/** What each kind of contribution says of itself. A new kind is one entry here, and its row in engine/plugins/kinds. */
export const CONTRIBUTIONS = {
  /** One of `folder` (manifest and weights) and `process` (a program that speaks JSON-RPC over stdio). */
  models: stored(named, {
    folder: path,
    process: stored({ command: text({ least: 1, most: 500 }) }, { args: list(text({ most: 1000 }), 50) }),
    mpp: number(0.01, 10),
    tilePx: whole(64, 4096),
    detail: sentence,
  }),
  imageReaders: stored({ ...named, endings: list(ending, 20) }, { firstBytes: list(whole(0, 255), 64) }),
  stainPresets: stored(
    { ...named, hematoxylin: vector, dab: vector },
    { residual: vector, detail: sentence },
  ),
  postProcessors: stored(named, { needs: list(picture, 6), overlapPx: whole(0, 512), detail: sentence }),
  measurements: stored(
    { ...named, unit: text({ most: 20 }), meaning: sentence },
    { needs: list(either(oneOf('mpp', 'outline'), picture), 8), quPathName: title },
  ),
  scorers: stored(named, { explanation: sentence, measurements: list(id, 50) }),
  exporters: stored({ ...named, detail: sentence, ending }, { needs: list(oneOf('cells', 'outlines'), 2) }),
  samplers: stored(named, { detail: sentence }),
  pruners: stored(named, { detail: sentence }),
  panels: stored({ ...named, of: oneOf('result', 'run', 'sweep'), script: path }, { style: path }),
  notebookBlocks: stored(
    { ...named, language: oneOf('typescript', 'javascript', 'python', 'markdown'), file: path },
    { detail: sentence },
  ),
} as const;

export type ContributionKind = keyof typeof CONTRIBUTIONS;
export const CONTRIBUTION_KINDS = Object.keys(CONTRIBUTIONS) as readonly ContributionKind[];
export type Contribution<K extends ContributionKind> = Shaped<(typeof CONTRIBUTIONS)[K]>;

const lists = Object.fromEntries(
  CONTRIBUTION_KINDS.map((kind) => [kind, list(CONTRIBUTIONS[kind] as Shape<unknown>, MOST_OF_A_KIND)]),
) as { readonly [K in ContributionKind]: Shape<readonly Contribution<K>[]> };

/** `contributes.deepliif`. Unknown fields are refused: a misspelt kind would be left out without a word. */
export const contributes = message(
  {
    /** Version of the plug-in API, PLUGIN_API_VERSION or lower. */
    api: whole(1, 1000),
  },
  {
    /** Versions of DeepLIIF for VS Code, as npm writes ranges: "^0.1.0". */
    requires: text({ least: 1, most: WORD }),
    /** ES module or CommonJS file, run in a process of its own; exports functions by kind and id. */
    module: path,
    ...lists,
  },
);

export type Contributes = Shaped<typeof contributes>;

/** A plug-in that was found: its declaration, and why it is not used if it is not. */
export interface Plugin extends PluginName {
  readonly folder: string;
  readonly contributes: Contributes;
  /** Sentences for people: a wrong version, an id that another plug-in has, a file that is missing, and what to do. */
  readonly problems: readonly string[];
  /** False: switched off by the user, or not fit for this version. */
  readonly isUsed: boolean;
}

/** Plug-ins to use. Their code runs when it is needed, so folders are named in trusted workspaces only. */
export interface UsePluginsParams {
  readonly folders: readonly string[];
  /** Ids of plug-ins that are switched off. */
  readonly off: readonly string[];
}
