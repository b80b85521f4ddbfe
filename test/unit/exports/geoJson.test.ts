import assert from 'node:assert/strict';
import { exported, exportFolder, MADE_POSITIVE, parseCsv } from './exportFolder.js';
import { RECORD, ROWS, SCORING, SHA256, writeResult } from './storedResult.js';

describe('exported GeoJSON', () => {
  const place = exportFolder();

  interface Feature {
    readonly type: string;
    readonly id: string;
    readonly geometry: { readonly type: string; readonly coordinates: readonly (readonly number[][])[] };
    readonly properties: {
      readonly objectType: string;
      readonly isLocked: boolean;
      readonly classification: { readonly name: string; readonly color: readonly number[] };
      readonly measurements: Readonly<Record<string, unknown>>;
      readonly metadata?: Readonly<Record<string, string>>;
    };
  }
  const features = async (mpp?: number) =>
    (JSON.parse(await exported(place, 'geojson', mpp)) as { readonly features: readonly Feature[] }).features;

  /** Pixels of a ring by the even-odd rule at their centres: the way back. */
  function pixelsIn(ring: readonly number[][]): string[] {
    const inside = (x: number, y: number) =>
      ring.slice(1).reduce((odd, [bx, by], i) => {
        const [ax, ay] = ring[i]!;
        const crosses = ay! > y !== by! > y && x < ax! + ((y - ay!) * (bx! - ax!)) / (by! - ay!);
        return crosses ? !odd : odd;
      }, false);
    return ROWS.flatMap((row, y) =>
      [...row].flatMap((_, x) => (inside(x + 0.5, y + 0.5) ? [`${x},${y}`] : [])),
    );
  }

  it('gives back the same cells and classes', async () => {
    await writeResult(place.folder);
    const read = await features();
    const drawn = (letter: string, fromX: number, toX: number) =>
      ROWS.slice(0, 4).flatMap((row, y) =>
        [...row].flatMap((l, x) => (l === letter && x >= fromX && x < toX ? [`${x},${y}`] : [])),
      );
    assert.deepEqual(
      read.map((feature) => [
        feature.properties.classification.name,
        pixelsIn(feature.geometry.coordinates[0]!),
      ]),
      [
        ['Positive', drawn('P', 0, 6)],
        ['Negative', drawn('N', 6, 12)],
      ],
    );
  });

  it('keeps to what QuPath reads', async () => {
    await writeResult(place.folder, { corrections: [MADE_POSITIVE] });
    const text = await exported(place, 'geojson', 0.5);
    assert.equal((JSON.parse(text) as { readonly type: string }).type, 'FeatureCollection');
    for (const { type, id, geometry, properties } of await features(0.5)) {
      assert.deepEqual([type, geometry.type, properties.objectType], ['Feature', 'Polygon', 'detection']);
      assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      const [ring] = geometry.coordinates;
      assert.ok(ring!.length >= 4);
      assert.doesNotMatch(JSON.stringify(ring), /\.\d{3}/, 'coordinates have two decimals at most');
      assert.deepEqual(ring!.at(-1), ring![0]);
      assert.equal(properties.classification.color.length, 3);
      for (const value of Object.values(properties.measurements)) assert.equal(typeof value, 'number');
    }
    const [square, corrected] = await features(0.5);
    assert.equal(square!.properties.measurements['Nucleus: Area µm^2'], 2.25);
    assert.equal(corrected!.properties.classification.name, 'Positive');
    assert.deepEqual(corrected!.properties.metadata, { corrected: 'true' });
  });

  it('says of all and of each cell that a demo model found them, and of no other', async () => {
    const model = { id: 'tiny', title: 'Tiny', manifestSha256: SHA256 };
    await writeResult(place.folder, { record: { ...RECORD, model: { ...model, demo: true } } });
    const { note } = JSON.parse(await exported(place, 'geojson')) as { readonly note: string };
    assert.equal(note, 'demo model: not for results');
    for (const { properties } of await features())
      assert.deepEqual(properties.metadata, { demo_model: 'true' });
    await writeResult(place.folder, { record: { ...RECORD, model } });
    assert.doesNotMatch(await exported(place, 'geojson'), /demo/);
  });

  it('names a cell the same each time, and as the table does', async () => {
    await writeResult(place.folder);
    const first = await exported(place, 'geojson');
    assert.equal(await exported(place, 'geojson'), first);
    const ids = (await features()).map(({ id }) => id);
    const rows = parseCsv(await exported(place, 'csv'));
    assert.deepEqual(ids, [rows[0]!.id, rows[1]!.id]);
  });

  it('is valid without cells', async () => {
    await writeResult(place.folder, {
      cells: [],
      scoring: { ...SCORING, num_total: 0, num_pos: 0, num_neg: 0 },
    });
    assert.deepEqual(await features(), []);
  });

  it('says of which map a cell is when there are several', async () => {
    const record = {
      ...RECORD,
      files: [
        { name: 'cells-Seg1', file: 'cells.json', role: 'cells' as const },
        { name: 'cells-Seg2', file: 'cells.json', role: 'cells' as const },
        RECORD.files[1]!,
      ],
    };
    await writeResult(place.folder, { record, scoring: { Seg1: SCORING, Seg2: SCORING } });
    const read = await features();
    assert.equal(read.length, 4);
    assert.deepEqual(read[0]!.properties.classification, { names: ['Seg1', 'Positive'], color: [255, 0, 0] });
    assert.equal(new Set(read.map(({ id }) => id)).size, 4);
  });
});
