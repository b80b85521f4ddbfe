import assert from 'node:assert/strict';
import { sumMeans, type CellMeans } from '../../../engine/measurements/cellMeans.js';
import { meansText, readMeans } from '../../../engine/measurements/storedMeans.js';
import { NEGATIVE, UNKNOWN } from '../../../engine/postprocessing/labels.js';
import { cellRecord } from '../../../engine/postprocessing/cellRecord.js';
import { findCells } from '../../../engine/postprocessing/cells.js';
import type { Raster } from '../../../engine/protocol/raster.js';

const SIDE_PX = 40;
/** A ring, whose hole belongs to it, and a bar with a thin tail. */
const DRAWN = (x: number, y: number) => {
  const distance = Math.hypot(x - 12, y - 12);
  return (
    (distance <= 9 && distance >= 4) ||
    (x > 25 && x < 33 && y > 5 && y < 30) ||
    (y === 30 && x > 20 && x < 38)
  );
};

function picture(levelOf: (x: number, y: number) => readonly [number, number, number]): Raster {
  const data = new Uint8Array(3 * SIDE_PX ** 2);
  for (let i = 0; i < SIDE_PX ** 2; i++) data.set(levelOf(i % SIDE_PX, Math.floor(i / SIDE_PX)), 3 * i);
  return { width: SIDE_PX, height: SIDE_PX, channels: 3, data };
}

const plane = Uint8Array.from({ length: SIDE_PX ** 2 }, (_, i) =>
  DRAWN(i % SIDE_PX, Math.floor(i / SIDE_PX)) ? NEGATIVE : UNKNOWN,
);
const { mask, cells } = findCells(plane, SIDE_PX, SIDE_PX);
const records = Array.from({ length: cells.length }, (_, i) => cellRecord(mask, cells, i));
const pictures = new Map([
  ['dapi', picture((x, y) => [x, 2 * y, 5])],
  ['hematoxylin', picture((x, y) => [x, y, 30])],
]);

function measured(bandRows: number): CellMeans {
  const sums = sumMeans(records, [...pictures.keys()]);
  for (let y = 0; y < SIDE_PX; y += bandRows) {
    const height = Math.min(bandRows, SIDE_PX - y);
    const cut = ({ width, data }: Raster): Raster => {
      const part = data.subarray(3 * width * y, 3 * width * (y + height));
      return { width, height, channels: 3, data: part };
    };
    sums.add(new Map([...pictures].map(([name, whole]) => [name, cut(whole)])), y);
  }
  return sums.means();
}

describe('means over the pixels of cells', () => {
  it('are those of all pixels inside the outlines, holes included', () => {
    const { dapi_mean, hematoxylin_mean, dab_od_mean } = measured(SIDE_PX);
    assert.equal(records.length, 2);
    assert.equal(dab_od_mean, undefined, 'There is no original image.');
    const inRing: (readonly [number, number])[] = [];
    for (let y = 0; y < SIDE_PX; y++)
      for (let x = 0; x < 24; x++) if (Math.hypot(x - 12, y - 12) <= 9) inRing.push([x, y]);
    assert.equal(records[0]!.size, inRing.length);
    const mean = (valueOf: (x: number, y: number) => number) =>
      Math.round((10 * inRing.reduce((sum, [x, y]) => sum + valueOf(x, y), 0)) / inRing.length) / 10;
    assert.equal(dapi_mean![0], Math.fround(mean((x, y) => Math.max(x, 2 * y, 5))));
    assert.equal(hematoxylin_mean![0], Math.fround(mean((x, y) => (x + y + 30) / 3)));
  });

  it('are the same in bands of any height', () => {
    for (const rows of [1, 7, 16]) assert.deepEqual(measured(rows), measured(SIDE_PX));
  });

  it('are stored as text and read again', () => {
    const means = measured(SIDE_PX);
    assert.deepEqual(readMeans(JSON.parse(meansText(means, records.length)), records.length), means);
  });

  it('of another number of cells, or of another form, are refused', () => {
    const text = meansText(measured(SIDE_PX), records.length);
    assert.throws(() => readMeans(JSON.parse(text), 3), /"hematoxylin_mean" has 2 values for 3 cells/);
    assert.throws(() => readMeans({ schemaVersion: 2 }, 2), /unknown format/);
    const broken = { schemaVersion: 1, columns: { dapi_mean: { perUnit: 10, values: [1, null] } } };
    assert.throws(() => readMeans(broken, 2), /value 1 of its column "dapi_mean"/);
  });
});
