// Settings `deepliif.*` as the extension uses them, read when they are needed. package.json declares them with their
// defaults and explains them to people.

import type { WorkspaceConfiguration } from 'vscode';
import type { BackendId, Precision } from '../../engine/protocol/backends.js';
import type { EmptyTiles } from '../../engine/protocol/emptyTiles.js';
import type { AnalysisOptions } from '../../engine/protocol/requests.js';
import { SETTINGS, type SettingName } from './ids.js';

export interface Settings {
  /** Model folder, or the name of a bundled model; empty: the default model. */
  readonly model: string;
  /** Model folders, and folders of them, that are listed beside the bundled ones. */
  readonly modelFolders: readonly string[];
  /** Place of result folders: absolute, or relative to the workspace folder of the image. */
  readonly resultsFolder: string;
  readonly runs: {
    /** Places of training runs: absolute, or relative to each workspace folder. */
    readonly folders: readonly string[];
  };
  /** "auto": the fastest that works. */
  readonly backend: BackendId;
  readonly precision: Precision;
  /** 0: by the sizes of a pixel of image and model. */
  readonly tilePx: number;
  /** null: a sixteenth of the tile. */
  readonly overlapPx: number | null;
  /** Micrometres per pixel; 0: what the image file says, else the answer for its folder. */
  readonly mpp: number;
  readonly emptyTiles: EmptyTiles;
  /** Ids of post-processors, in their order. */
  readonly postProcessors: readonly string[];
  readonly thresholds: ThresholdSettings;
  readonly csv: {
    /** True if CSV files begin with a byte order mark, for Excel. */
    readonly bom: boolean;
  };
  /** Absolute paths of folders of plug-ins beside those of extensions. */
  readonly pluginFolders: readonly string[];
  /** Ids of plug-ins that are switched off. */
  readonly disabledPlugins: readonly string[];
  /** Files and https addresses of catalogues of plug-ins. */
  readonly pluginCatalogues: readonly string[];
}

/** Numbers as text where a word may stand instead: VS Code shows one input field for that. */
export interface ThresholdSettings {
  readonly segThreshold: number;
  readonly noiseThreshold: number;
  readonly largeNoiseThreshold: string;
  readonly sizeThreshold: string;
  readonly sizeThresholdUpper: string;
  readonly markerThreshold: string;
  readonly odThresholdLower: string;
  readonly odThresholdUpper: string;
}

/** `configuration`: that of the section. VS Code checks that values have the types that package.json declares. */
export function settingsOf(configuration: Pick<WorkspaceConfiguration, 'get'>): Settings {
  const get = <T>(name: SettingName, fallback: T) => configuration.get<T>(name, fallback);
  return {
    model: get(SETTINGS.model, ''),
    modelFolders: get<readonly string[]>(SETTINGS.modelFolders, []),
    resultsFolder: get(SETTINGS.resultsFolder, 'deepliif-results'),
    runs: { folders: get<readonly string[]>(SETTINGS.runsFolders, ['runs']) },
    backend: get<Settings['backend']>(SETTINGS.backend, 'auto'),
    precision: get<Precision>(SETTINGS.precision, 'float32'),
    tilePx: get(SETTINGS.tilePx, 0),
    overlapPx: get<number | null>(SETTINGS.overlapPx, null),
    mpp: get(SETTINGS.mpp, 0),
    emptyTiles: get<EmptyTiles>(SETTINGS.emptyTiles, 'skip'),
    postProcessors: get<readonly string[]>(SETTINGS.postProcessors, []),
    thresholds: {
      segThreshold: get(SETTINGS.segThreshold, 120),
      noiseThreshold: get(SETTINGS.noiseThreshold, 4),
      largeNoiseThreshold: get(SETTINGS.largeNoiseThreshold, 'none'),
      sizeThreshold: get(SETTINGS.sizeThreshold, 'auto'),
      sizeThresholdUpper: get(SETTINGS.sizeThresholdUpper, 'none'),
      markerThreshold: get(SETTINGS.markerThreshold, 'none'),
      odThresholdLower: get(SETTINGS.odThresholdLower, 'none'),
      odThresholdUpper: get(SETTINGS.odThresholdUpper, 'none'),
    },
    csv: { bom: get(SETTINGS.csvBom, false) },
    pluginFolders: get<readonly string[]>(SETTINGS.pluginFolders, []),
    disabledPlugins: get<readonly string[]>(SETTINGS.disabledPlugins, []),
    pluginCatalogues: get<readonly string[]>(SETTINGS.pluginCatalogues, []),
  };
}

/** Options of an analysis. Settings that leave something to the model or the image are left out. */
export function analysisOptions(settings: Settings): AnalysisOptions {
  const { model, backend, precision, tilePx, overlapPx, mpp, emptyTiles, postProcessors, thresholds } =
    settings;
  return {
    model,
    backend,
    precision,
    ...(tilePx > 0 ? { tilePx } : {}),
    ...(overlapPx === null ? {} : { overlapPx }),
    ...(mpp > 0 ? { mpp } : {}),
    ...(emptyTiles === 'skip' ? {} : { emptyTiles }),
    ...(postProcessors.length > 0 ? { postProcessors } : {}),
    thresholds: thresholdsOf(thresholds),
  };
}

function thresholdsOf(settings: ThresholdSettings): NonNullable<AnalysisOptions['thresholds']> {
  const { segThreshold, noiseThreshold } = settings;
  const sizeThreshold = wordOrNumber(settings.sizeThreshold, ['auto']);
  const largeNoiseThreshold = wordOrNumber(settings.largeNoiseThreshold, ['auto', 'none']);
  const markerThreshold = wordOrNumber(settings.markerThreshold, ['auto', 'none']);
  const sizeThresholdUpper = wordOrNumber(settings.sizeThresholdUpper, []);
  const odThresholdLower = wordOrNumber(settings.odThresholdLower, []);
  const odThresholdUpper = wordOrNumber(settings.odThresholdUpper, []);
  return {
    segThreshold,
    noiseThreshold,
    largeNoiseThreshold: largeNoiseThreshold ?? 'none',
    sizeThreshold: sizeThreshold ?? 'auto',
    markerThreshold: markerThreshold ?? 'none',
    ...(sizeThresholdUpper === undefined ? {} : { sizeThresholdUpper }),
    ...(odThresholdLower === undefined ? {} : { odThresholdLower }),
    ...(odThresholdUpper === undefined ? {} : { odThresholdUpper }),
  };
}

/** One of the words, or a whole number; undefined for any other text (also "none" where that is no word). */
function wordOrNumber<Word extends string>(text: string, words: readonly Word[]): Word | number | undefined {
  const word = words.find((one) => one === text);
  if (word !== undefined) return word;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
