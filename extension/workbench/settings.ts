// The user's settings, `deepliif.*`, read at the moment they are needed. package.json declares them with their
// defaults and says to people what they mean.

import type { WorkspaceConfiguration } from 'vscode';
import type { BackendId, Precision } from '../../engine/protocol/backends.js';
import type { AnalysisOptions } from '../../engine/protocol/requests.js';

export const SECTION = 'deepliif';

export interface Settings {
  /** Model folder, or the name of a bundled model; empty: the default model. */
  readonly model: string;
  /** Model folders, and folders of them, that are listed beside the bundled ones. */
  readonly modelFolders: readonly string[];
  /** Where result folders go: absolute, or relative to the workspace folder of the image. */
  readonly resultsFolder: string;
  readonly runs: {
    /** Where training runs are looked for: absolute, or relative to each workspace folder. */
    readonly folders: readonly string[];
  };
  /** "auto": the fastest that works. */
  readonly backend: BackendId;
  readonly precision: Precision;
  /** 0: the model's own. */
  readonly tilePx: number;
  /** null: a sixteenth of the tile. */
  readonly overlapPx: number | null;
  /** Micrometres per pixel; 0: what the image file says. */
  readonly mpp: number;
  readonly thresholds: ThresholdSettings;
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

/** `configuration`: that of the section. Values have the types that package.json declares, which VS Code checks. */
export function settingsOf(configuration: Pick<WorkspaceConfiguration, 'get'>): Settings {
  return {
    model: configuration.get<string>('model', ''),
    modelFolders: configuration.get<readonly string[]>('modelFolders', []),
    resultsFolder: configuration.get<string>('resultsFolder', 'deepliif-results'),
    runs: { folders: configuration.get<readonly string[]>('runs.folders', ['runs']) },
    backend: configuration.get<Settings['backend']>('backend', 'auto'),
    precision: configuration.get<Precision>('precision', 'float32'),
    tilePx: configuration.get<number>('tilePx', 0),
    overlapPx: configuration.get<number | null>('overlapPx', null),
    mpp: configuration.get<number>('mpp', 0),
    thresholds: {
      segThreshold: configuration.get<number>('thresholds.segThreshold', 120),
      noiseThreshold: configuration.get<number>('thresholds.noiseThreshold', 4),
      largeNoiseThreshold: configuration.get<string>('thresholds.largeNoiseThreshold', 'none'),
      sizeThreshold: configuration.get<string>('thresholds.sizeThreshold', 'auto'),
      sizeThresholdUpper: configuration.get<string>('thresholds.sizeThresholdUpper', 'none'),
      markerThreshold: configuration.get<string>('thresholds.markerThreshold', 'none'),
      odThresholdLower: configuration.get<string>('thresholds.odThresholdLower', 'none'),
      odThresholdUpper: configuration.get<string>('thresholds.odThresholdUpper', 'none'),
    },
  };
}

/** What an analysis is asked for: settings that leave something to the model or the image are left out. */
export function analysisOptions(settings: Settings): AnalysisOptions {
  const { model, backend, precision, tilePx, overlapPx, mpp, thresholds } = settings;
  return {
    model,
    backend,
    precision,
    ...(tilePx > 0 ? { tilePx } : {}),
    ...(overlapPx === null ? {} : { overlapPx }),
    ...(mpp > 0 ? { mpp } : {}),
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

/** One of the words, a whole number, or nothing for any other text ("none" where that is no word). */
function wordOrNumber<Word extends string>(text: string, words: readonly Word[]): Word | number | undefined {
  const word = words.find((one) => one === text);
  if (word !== undefined) return word;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
