// Exporter: counted cells as GeoJSON that QuPath reads (docs/reference.md 17): detections in pixels of the full
// image, with class, colour and measurements.

import { measure, measuredCell, measurementsOf } from '../measurements/measureCells.js';
import type { MeasuredCell } from '../measurements/measurements.js';
import type { CellRecord } from '../postprocessing/cellRecord.js';
import { DEMO_NOTE } from '../protocol/demoModel.js';
import { NOT_COUNTED } from '../postprocessing/gate.js';
import { pixelOutline } from '../postprocessing/pixelOutline.js';
import { cellUuid } from './cellIds.js';
import type { Exporter } from './exporters.js';
import { countedCells, isPositive, type ScoredMap, type ScoredResult } from './scoredResult.js';
import { writeText } from './writeText.js';

type Rgb = readonly [red: number, green: number, blue: number];

/** Colours of SegRefined.png and SegOverlaid.png: positive red, negative blue. */
const COLOURS: Readonly<Record<'Positive' | 'Negative', Rgb>> = {
  Positive: [255, 0, 0],
  Negative: [0, 0, 255],
};

export const cellsAsGeoJson: Exporter = {
  id: 'geojson',
  title: 'Cells as GeoJSON',
  detail: 'Outlines and classes, as QuPath reads them.',
  ending: '.cells.geojson',
  needs: ['cells'],
  async write(result, [file], control) {
    await writeText(file!, geoJsonParts(result), control);
    return countedCells(result.maps);
  },
};

/** Parts of one FeatureCollection, one line per cell. */
function* geoJsonParts(result: ScoredResult): Generator<string> {
  // A member beside the features is allowed (RFC 7946, section 6.1), and QuPath passes over it.
  const note = isOfDemo(result) ? `"note":${JSON.stringify(DEMO_NOTE)},` : '';
  yield `{"type":"FeatureCollection",${note}"features":[`;
  let separator = '\n';
  for (const map of result.maps)
    for (const [i, record] of map.records.entries()) {
      if (map.gate[i] === NOT_COUNTED) continue;
      yield `${separator}${JSON.stringify(feature(result, map, record, i))}`;
      separator = ',\n';
    }
  yield '\n]}\n';
}

function isOfDemo({ record }: ScoredResult): boolean {
  return record.model?.demo === true;
}

/** QuPath shows metadata of detections beside their measurements from 0.5 on; older versions pass over it. */
function metadataOf(result: ScoredResult, map: ScoredMap, i: number): Readonly<Record<string, string>> {
  return {
    ...(map.corrected[i] ? { corrected: 'true' } : {}),
    ...(isOfDemo(result) ? { demo_model: 'true' } : {}),
  };
}

function feature(result: ScoredResult, map: ScoredMap, record: CellRecord, i: number) {
  const name = isPositive(map, i) ? 'Positive' : 'Negative';
  const severalMaps = result.maps.length > 1;
  const metadata = metadataOf(result, map, i);
  return {
    type: 'Feature',
    id: cellUuid(result.record.image.sha256, map.name, record),
    geometry: { type: 'Polygon', coordinates: [closedRing(record)] },
    properties: {
      objectType: 'detection',
      // Several maps: the class names the map too. QuPath shows "Seg1: Positive", and counts by its last part.
      classification: { ...(severalMaps ? { names: [map.name, name] } : { name }), color: COLOURS[name] },
      isLocked: false,
      measurements: {
        ...measurementsFor(measuredCell(record, i, { mpp: result.mpp, means: map.means }), result.mpp),
        ...contributedTo(map, i),
      },
      ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
    },
  };
}

/**
 * Corners with two decimals at most, the first one repeated at the end. QuPath takes a pixel (x, y) to cover x … x + 1, as
 * `pixelOutline` does; on the screen the ring runs clockwise.
 */
function closedRing(record: CellRecord): readonly (readonly [number, number])[] {
  const flat = pixelOutline(record.boundary);
  const ring = Array.from({ length: flat.length / 2 }, (_, k): readonly [number, number] => [
    flat[2 * k]!,
    flat[2 * k + 1]!,
  ]);
  return [...ring, ring[0]!];
}

/** Numbers of plug-ins; one without a name for QuPath has its title. */
function contributedTo({ contributed = [] }: ScoredMap, i: number): Readonly<Record<string, number>> {
  return Object.fromEntries(
    contributed.flatMap(({ title, quPathName = title, values }): [string, number][] =>
      Number.isNaN(values[i]) ? [] : [[quPathName, values[i]!]],
    ),
  );
}

/** Numbers by the names that QuPath has for them. */
function measurementsFor(cell: MeasuredCell, mpp: number | undefined): Readonly<Record<string, number>> {
  return Object.fromEntries(
    measurementsOf(mpp).flatMap((measurement): [string, number][] => {
      const { quPathName } = measurement;
      const value = quPathName === undefined ? undefined : measure(measurement, cell);
      return quPathName === undefined || value === undefined ? [] : [[quPathName, value]];
    }),
  );
}
