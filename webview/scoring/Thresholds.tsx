// Sliders of a map, and the change that each of them makes. Curves are computed again once a change has come to rest.

import { useEffect, useMemo, useState } from 'preact/hooks';
import type { CellList } from '../../engine/postprocessing/cellColumns.js';
import { type Thresholds as Numbers, DEFAULT_SEG_THRESHOLD } from '../../engine/postprocessing/thresholds.js';
import { t } from '../ui/l10n.js';
import type { MapScores, OptionChange } from './mapScores.js';
import { curvePoints, thresholdCurve, type CurvePoint, type VariedThreshold } from './thresholdCurve.js';
import { ThresholdSlider, type SliderMode } from './ThresholdSlider.js';

const REST_MS = 150;
const SEGMENTATION_POINTS = curvePoints(20, 400, 20);
const NO_CURVE: readonly CurvePoint[] = [];
/** Largest map with a segmentation curve: each of its points means finding all cells. */
const MOST_CURVE_PX = 4 * 1024 * 1024;

type SizeOrMarker = number | 'auto' | 'none' | undefined;

export interface ThresholdsProps {
  readonly scores: MapScores;
  /** True in a trusted workspace; in others the segmentation threshold may be fixed. */
  readonly trusted: boolean;
  /** False leaves out the segmentation threshold, where the pictures that it needs are missing. */
  readonly segmentation?: boolean;
}

export function Thresholds({ scores, trusted, segmentation = true }: ThresholdsProps) {
  const { actions, options, cells, scoring, segmentationLive } = scores;
  const list = cells?.list;
  const largest = useMemo(() => rangesOf(list), [list]);
  const curves = useCurves(list, scores.thresholds, largest);
  useSegmentationCurve(scores);
  const { release } = actions;
  const numbers = scores.thresholds;
  const { change } = actions;
  const sizeMode = modeOf(options.sizeThreshold ?? 'auto');
  const markerMode = modeOf(options.markerThreshold ?? 'none');
  const odNames = ['odThresholdLower', 'odThresholdUpper'] as const;
  return (
    <div class="thresholds">
      {segmentation && (
        <ThresholdSlider
          title={t('Segmentation')}
          hint={t('A pixel belongs to a cell if red + blue of the segmentation map exceed this')}
          least={0}
          most={510}
          value={options.segThreshold ?? DEFAULT_SEG_THRESHOLD}
          modes={['number']}
          mode="number"
          disabled={segmentationLive !== true && !trusted ? t('The workspace is not trusted.') : undefined}
          note={segmentationLive === true ? undefined : segmentationLive}
          curve={scores.segmentationCurve}
          onValue={(segThreshold) => change({ segThreshold })}
          onMode={() => undefined}
          onRelease={release}
        />
      )}
      <ThresholdSlider
        title={t('Smallest size')}
        hint={t('Cells must have more pixels than this')}
        least={0}
        most={largest.area}
        value={scoring.size_thresh}
        modes={['auto', 'number']}
        mode={sizeMode}
        curve={curves.sizeThreshold}
        onValue={(sizeThreshold) => change({ sizeThreshold })}
        onMode={(mode) => change({ sizeThreshold: mode === 'auto' ? 'auto' : scoring.size_thresh })}
        onRelease={release}
      />
      <ThresholdSlider
        title={t('Largest size')}
        hint={t('Cells must have fewer pixels than this')}
        least={0}
        most={largest.area}
        value={options.sizeThresholdUpper}
        modes={['none', 'number']}
        mode={options.sizeThresholdUpper === undefined ? 'none' : 'number'}
        curve={curves.sizeThresholdUpper}
        onValue={(sizeThresholdUpper) => change({ sizeThresholdUpper })}
        onMode={(mode) => change({ sizeThresholdUpper: mode === 'none' ? undefined : largest.area })}
        onRelease={release}
      />
      {(!list || list.marker) && (
        <ThresholdSlider
          title={t('Marker')}
          hint={t(
            'Cells with a brighter marker than this are positive, whatever the segmentation map says. Replaces the ' +
              'thresholds of optical density',
          )}
          least={0}
          most={255}
          value={numbers?.markerThreshold}
          modes={['none', 'auto', 'number']}
          mode={markerMode}
          curve={curves.markerThreshold}
          onValue={(markerThreshold) => change({ ...NO_OD, markerThreshold })}
          onMode={(mode) =>
            change({
              ...(mode === 'none' ? {} : NO_OD),
              markerThreshold: mode === 'number' ? (numbers?.markerThreshold ?? 255) : mode,
            })
          }
          onRelease={release}
        />
      )}
      {(!list || list.od) &&
        odNames.map((name) => {
          const isLower = name === 'odThresholdLower';
          return (
            <ThresholdSlider
              key={name}
              title={isLower ? t('Least optical density') : t('Greatest optical density')}
              hint={
                isLower
                  ? t(
                      'Cells of a lower mean optical density, in hundredths, are negative. Replaces the marker threshold',
                    )
                  : t(
                      'Cells of a higher mean optical density, in hundredths, are negative. Replaces the marker threshold',
                    )
              }
              least={0}
              most={largest.od}
              value={options[name]}
              modes={['none', 'number']}
              mode={options[name] === undefined ? 'none' : 'number'}
              curve={curves[name]}
              onValue={(value) => change({ markerThreshold: 'none', [name]: value })}
              onMode={(mode) =>
                change(
                  mode === 'none'
                    ? { [name]: undefined }
                    : { markerThreshold: 'none', [name]: isLower ? 0 : largest.od },
                )
              }
              onRelease={release}
            />
          );
        })}
    </div>
  );
}

const NO_OD: OptionChange = { odThresholdLower: undefined, odThresholdUpper: undefined };

function modeOf(asked: SizeOrMarker): SliderMode {
  return asked === 'auto' || asked === 'none' ? asked : 'number';
}

/** Ends of the sliders: five times the median area, since few cells are larger, and above the densest cell. */
function rangesOf(list: CellList | undefined): { readonly area: number; readonly od: number } {
  const areas = Int32Array.from(list?.areaPx ?? []).sort();
  const usual = areas[areas.length >> 1] ?? 0;
  let od = 0;
  // A loop, since spreading a hundred thousand values into a call overflows the stack.
  for (let i = 0; list?.od && i < list.length; i++) od = Math.max(od, list.od[i]!);
  return { area: Math.max(200, Math.ceil(usual / 20) * 100), od: Math.max(100, Math.ceil(od / 10) * 10) };
}

type Curves = Readonly<Record<VariedThreshold, readonly CurvePoint[]>>;
const NO_CURVES: Curves = {
  sizeThreshold: NO_CURVE,
  sizeThresholdUpper: NO_CURVE,
  markerThreshold: NO_CURVE,
  odThresholdLower: NO_CURVE,
  odThresholdUpper: NO_CURVE,
};

function useCurves(
  list: CellList | undefined,
  numbers: Numbers | undefined,
  { area, od }: { readonly area: number; readonly od: number },
): Curves {
  const [curves, setCurves] = useState(NO_CURVES);
  const key = JSON.stringify(numbers);
  useEffect(() => {
    if (!list || !numbers) return;
    const timer = setTimeout(() => {
      const to = (varied: VariedThreshold, most: number) =>
        thresholdCurve(list, numbers, varied, curvePoints(0, most));
      setCurves({
        sizeThreshold: to('sizeThreshold', area),
        sizeThresholdUpper: to('sizeThresholdUpper', area),
        markerThreshold: list.marker ? to('markerThreshold', 255) : NO_CURVE,
        odThresholdLower: list.od ? to('odThresholdLower', od) : NO_CURVE,
        odThresholdUpper: list.od ? to('odThresholdUpper', od) : NO_CURVE,
      });
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [list, key, area, od]);
  return curves;
}

/** Asks for the curve of the segmentation threshold while the worker has nothing else to do. */
function useSegmentationCurve(scores: MapScores): void {
  const { actions, options, segmentationLive, finding, loading, mapPx } = scores;
  const key = JSON.stringify({ ...options, segThreshold: 0 });
  const isPossible = segmentationLive === true && !finding && !loading && mapPx <= MOST_CURVE_PX;
  useEffect(() => {
    if (!isPossible) return undefined;
    const timer = setTimeout(() => actions.askCurve(SEGMENTATION_POINTS), 4 * REST_MS);
    return () => clearTimeout(timer);
  }, [actions, key, isPossible]);
}
