// Numbers of a result as one document: scores with interval, H-score and Allred score, thresholds, what a person has corrected, and
// checksums that say which image and model they belong to.

import { ENGINE_VERSION } from '../files/engineVersion.js';
import { scoreValues } from '../measurements/scoreCells.js';
import { DEMO_NOTE } from '../protocol/demoModel.js';
import type { IntensityMeasurement } from '../protocol/intensity.js';
import { scaleInWords, type ScaleOfTile } from '../protocol/scale.js';
import { scaleOfRecord, type ResultRecord } from '../reading/resultRecord.js';
import { mapScores, type IntensityScores, type MapScores } from './mapScores.js';
import type { PluginScore } from '../protocol/pluginResults.js';
import type { ScoredResult } from './scoredResult.js';

export interface ScoresFile {
  readonly schemaVersion: 1;
  /** Version of the program that wrote this; the engine that analysed the image is in `result`. */
  readonly engineVersion: string;
  readonly result: Pick<
    ResultRecord,
    'engineVersion' | 'createdAt' | 'model' | 'backend' | 'tiles' | 'postProcessors'
  > & {
    readonly name: string;
    /** Scale that the tiles were chosen by, with the reason as a sentence. */
    readonly scale?: ScaleOfTile & { readonly reason: string };
    /** Sentence about the model that a reader of its scores must know; absent for most models. */
    readonly note?: string;
  };
  readonly image: {
    readonly name: string;
    readonly sha256: string;
    readonly widthPx: number;
    readonly heightPx: number;
    readonly micrometresPerPixel: number | null;
  };
  /** Scores by segmentation map. */
  readonly maps: Readonly<Record<string, MapOfFile>>;
  /** Scores of plug-ins, as of the stored thresholds and without corrections; absent if there are none. */
  readonly pluginScores?: readonly PluginScore[];
}

/** `intensity` and the map itself also hold scores by the ids of their scorers; null without cells. */
type MapOfFile = Omit<MapScores, 'byClasses' | 'intensity'> &
  Readonly<Record<string, unknown>> & {
    readonly intensity: Partial<Readonly<Record<IntensityMeasurement, IntensityOfFile>>>;
  };

type IntensityOfFile = Omit<IntensityScores, 'scores'> & Readonly<Record<string, unknown>>;

/** Numbers of a result as one document. */
export function scoresFile(result: ScoredResult): ScoresFile {
  const { engineVersion, createdAt, model, backend, tiles, image, thresholds, plugins, postProcessors } =
    result.record;
  const scale = scaleOfRecord(result.record);
  return {
    schemaVersion: 1,
    engineVersion: ENGINE_VERSION,
    result: {
      name: result.name,
      engineVersion,
      createdAt,
      ...(model ? { model } : {}),
      ...(model?.demo === true ? { note: DEMO_NOTE } : {}),
      ...(backend ? { backend } : {}),
      ...(tiles ? { tiles } : {}),
      ...(postProcessors ? { postProcessors } : {}),
      ...(scale ? { scale: { ...scale, reason: scaleInWords(scale) } } : {}),
    },
    image: {
      name: result.imageName,
      sha256: image.sha256,
      widthPx: image.widthPx,
      heightPx: image.heightPx,
      micrometresPerPixel: result.mpp ?? null,
    },
    maps: Object.fromEntries(result.maps.map((map) => [map.name, mapOfFile(mapScores(map, thresholds))])),
    ...(plugins && plugins.scores.length > 0 ? { pluginScores: plugins.scores } : {}),
  };
}

function mapOfFile({ scoring, byClasses, intensity, thresholds, corrections }: MapScores): MapOfFile {
  const { od, marker } = intensity;
  return {
    scoring,
    ...scoreValues(byClasses),
    intensity: {
      ...(od ? { od: intensityOfFile(od) } : {}),
      ...(marker ? { marker: intensityOfFile(marker) } : {}),
    },
    thresholds,
    corrections,
  };
}

function intensityOfFile({ cutoffs, counts, scores }: IntensityScores): IntensityOfFile {
  return { cutoffs, counts, ...scoreValues(scores) };
}
