import assert from 'node:assert/strict';
import { measure, measuredCell, measurementsOf } from '../../../engine/measurements/measureCells.js';
import type { CellMeans } from '../../../engine/measurements/cellMeans.js';
import type { CellRecord } from '../../../engine/postprocessing/cellRecord.js';

/** Four pixels in a square. */
const SQUARE: CellRecord = {
  size: 4,
  positive: true,
  bbox: [
    [10, 20],
    [11, 21],
  ],
  centroid: [10, 20],
  boundary: [
    [10, 20],
    [11, 20],
    [11, 21],
    [10, 21],
  ],
};

describe('measurements of a cell', () => {
  const valuesOf = (record: CellRecord, mpp?: number, means?: CellMeans) =>
    Object.fromEntries(
      measurementsOf(mpp).map((measurement) => [
        measurement.id,
        measure(measurement, measuredCell(record, 0, { mpp, means })),
      ]),
    );

  it('are those of its pixels', () => {
    const { area_px, bbox_width_px, bbox_height_px, perimeter_px } = valuesOf(SQUARE);
    assert.deepEqual([area_px, bbox_width_px, bbox_height_px], [4, 2, 2]);
    assert.equal(perimeter_px, 4);
  });

  it('have micrometres only where the size of a pixel is known', () => {
    assert.ok(!('area_um2' in valuesOf(SQUARE)));
    const { area_um2, centroid_x_um, centroid_y_um } = valuesOf(SQUARE, 0.5);
    assert.deepEqual([area_um2, centroid_x_um, centroid_y_um], [1, 5.25, 10.25]);
  });

  it('are empty where the cell lacks what they need', () => {
    const { marker_max, od_mean } = valuesOf({ ...SQUARE, od: 70 });
    assert.deepEqual([marker_max, od_mean], [undefined, 0.7]);
  });

  it('are those of the result’s pictures, where it has them', () => {
    const { dab_od_mean, dapi_mean } = valuesOf(SQUARE, 1, { dab_od_mean: Float32Array.of(0.914) });
    assert.deepEqual([dab_od_mean, dapi_mean], [0.914, undefined]);
  });

  it('have ids that a spreadsheet and a program take for the name of a column', () => {
    for (const { id } of measurementsOf(1)) assert.match(id, /^[a-z][a-z0-9_]*$/);
  });
});
