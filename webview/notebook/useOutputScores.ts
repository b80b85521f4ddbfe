// Scores of a map in an output while its sliders move: the engine's own functions on the cells that the output holds, the
// same numbers as in the result panel, without engine, kernel and folder.

import { useMemo, useState } from 'preact/hooks';
import { asError } from '../../engine/protocol/errors.js';
import type { OutputMap, ResultOutput } from '../../engine/protocol/outputs.js';
import type { Thresholds } from '../../engine/postprocessing/thresholds.js';
import type { PostprocessOptions } from '../../engine/protocol/thresholds.js';
import { automaticSizes, liveThresholds, scoreLive, type LiveScores } from '../scoring/liveScores.js';
import type { MapActions, MapScores } from '../scoring/mapScores.js';
import { changedOptions, sameOptions } from '../scoring/storedOptions.js';
import { t } from '../ui/l10n.js';
import type { PageCells } from '../viewer/pageCells.js';
import type { UnpackedCells } from './unpackCells.js';
import { useKept } from './useKept.js';

export interface ScoredOutput extends LiveScores {
  readonly thresholds?: Thresholds;
  readonly alone: Uint8Array;
  readonly gate: Uint8Array;
  readonly problem?: string;
}

/** Scores of unpacked cells with these options; with a problem, the stored scores. Pure. */
export function scoreOutput(
  map: Pick<OutputMap, 'scoring' | 'correctedScoring' | 'automaticMarker'>,
  cells: UnpackedCells,
  options: PostprocessOptions,
  automaticSize = automaticSizes(cells.list),
): ScoredOutput {
  const alone = new Uint8Array(cells.list.length);
  const gate = new Uint8Array(cells.list.length);
  try {
    const thresholds = liveThresholds(options, cells.list, map.automaticMarker, automaticSize);
    return { ...scoreLive(cells.list, thresholds, cells.set, alone, gate), thresholds, alone, gate };
  } catch (thrown) {
    const { scoring, correctedScoring = scoring } = map;
    return { scoring, correctedScoring, alone, gate, problem: asError(thrown).message };
  }
}

const nothing = (): void => undefined;

/** @param cells undefined until they are unpacked, or if the output holds none */
export function useOutputScores(
  id: string,
  { place, image }: Pick<ResultOutput, 'place' | 'image'>,
  map: OutputMap,
  cells: UnpackedCells | undefined,
): MapScores {
  const [options, setOptions] = useKept(id, `${map.name} thresholds`, map.thresholds);
  const automaticSize = useMemo(() => cells && automaticSizes(cells.list), [cells]);
  const scored = useMemo(
    () => cells && scoreOutput(map, cells, options, automaticSize),
    [map, cells, options, automaticSize],
  );
  const [revisions] = useState(() => new WeakMap<object, number>());
  const actions: MapActions = useMemo(
    () => ({
      change: (change) => setOptions((last) => changedOptions(last, change)),
      reset: () => setOptions(map.thresholds),
      ...{ release: nothing, save: nothing, edit: nothing, undo: nothing, redo: nothing, askCurve: nothing },
    }),
    [map],
  );
  if (scored && !revisions.has(scored)) revisions.set(scored, ++lastRevision);
  const shown = useMemo((): PageCells | undefined => {
    if (!cells || !scored) return undefined;
    const { list, outlineStart, outlineXy, perimeterPx, means, contributed, set } = cells;
    return {
      ...{ list, outlineStart, outlineXy, gate: scored.gate, corrected: set.corrected },
      ...(perimeterPx ? { perimeterPx } : {}),
      ...(means ? { means } : {}),
      ...(contributed ? { contributed } : {}),
      revision: revisions.get(scored)!,
    };
  }, [cells, scored]);
  return {
    ...{ pane: place.path, map: map.name, mapPx: image.widthPx * image.heightPx },
    loading: map.cells !== undefined && !cells,
    problem: scored?.problem,
    cells: shown,
    options,
    thresholds: scored?.thresholds,
    unmeasured: cells?.means
      ? undefined
      : t('This output holds no means of stains and modalities: open the result.'),
    pluginScores: map.pluginScores ?? [],
    scoring: scored?.scoring ?? map.scoring,
    correctedScoring: scored?.correctedScoring ?? map.correctedScoring ?? map.scoring,
    correctedCount: cells?.set.indices.length ?? (map.correctedScoring ? 1 : 0),
    unsaved: !sameOptions(options, map.thresholds),
    finding: false,
    segmentationLive: t('The segmentation threshold needs the pictures in full: open the result.'),
    segmentationCurve: [],
    canUndo: false,
    canRedo: false,
    actions,
  };
}

let lastRevision = 0;
