// Numbers of plug-ins from an analysis to its exports, and an analysis with plug-ins that do everything wrong.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { analyseImage, type Analyser } from '../../../engine/analysis/analyseImage.js';
import { rescoreResult } from '../../../engine/analysis/rescoreResult.js';
import { exportResult } from '../../../engine/exports/exportResult.js';
import { readResultRecord } from '../../../engine/reading/resultRecord.js';
import { readScoredResult } from '../../../engine/exports/scoredResult.js';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import { usePlugins } from '../../../engine/plugins/usedPlugins.js';
import { parseCsv } from '../exports/exportFolder.js';
import { copyingAnalyser } from './copyingAnalyser.js';

const TILE = 'test/fixtures/deepliif/d_model/22_2.png';
const fixture = (name: string) => join(packageRoot(), 'test/fixtures/plugins', name);

describe('measurements and scores of plug-ins', () => {
  let analyser: Analyser;
  let out: string;
  let image: string;
  before(async () => {
    analyser = await copyingAnalyser();
  });
  beforeEach(async () => {
    out = await mkdtemp(join(tmpdir(), 'deepliif-plugins-'));
    image = join(out, 'tile.png');
    await sharp(TILE).extract({ left: 0, top: 0, width: 200, height: 150 }).png().toFile(image);
  });
  afterEach(async () => {
    await usePlugins([]);
    await rm(out, { recursive: true, force: true });
  });

  const analyse = () => {
    const settings = { tilePx: 512, colour: 'managed', thresholds: {} } as const;
    return analyseImage(image, analyser, settings, { out, name: 'tile' });
  };
  const columnsOf = async (folder: string) => {
    const [map] = (await readScoredResult(folder, undefined, {})).maps;
    return { map: map!, columns: new Map((map!.contributed ?? []).map((column) => [column.id, column])) };
  };

  it('are stored at the analysis, with the plug-in that computed them', async () => {
    await usePlugins([fixture('shape')]);
    const { folder, notices, pluginScores } = await analyse();
    assert.deepEqual(notices, []);
    const { map, columns } = await columnsOf(folder);
    assert.deepEqual([...columns.keys()], ['elongation', 'ihc_red_mean']);
    const plugin = { id: 'acme.shape', title: 'Nuclear shape', version: '1.2.0' };
    assert.deepEqual(columns.get('elongation')?.plugin, plugin);
    map.records.forEach(({ bbox: [[left, top], [right, bottom]] }, i) => {
      const [width, height] = [right - left + 1, bottom - top + 1];
      const expected = Math.max(width, height) / Math.min(width, height);
      assert.ok(Math.abs(columns.get('elongation')!.values[i]! - expected) < 1e-6);
    });
    const [[left, top], [right, bottom]] = map.records[3]!.bbox;
    const box = { left, top, width: right - left + 1, height: bottom - top + 1 };
    const { channels } = await sharp(await sharp(image).extract(box).png().toBuffer()).stats();
    assert.ok(Math.abs(columns.get('ihc_red_mean')!.values[3]! - channels[0]!.mean) < 1e-4);
    assert.equal(pluginScores[0]?.title, 'Mean elongation');
    assert.match(pluginScores[0].shown, /^[1-9]\.\d\d$/);
    assert.deepEqual((await readScoredResult(folder, undefined, {})).record.plugins, {
      used: [plugin],
      scores: pluginScores,
      notices: [],
    });
  });

  it('are columns of tables, their dictionary, GeoJSON and scores, also after the plug-in is gone', async () => {
    await usePlugins([fixture('shape')]);
    const { folder } = await analyse();
    await usePlugins([]);
    const { columns } = await columnsOf(folder);
    const exported = async (format: string, ending: string) => {
      await exportResult({ folder, format, file: join(out, `x.${format}`) });
      return readFile(join(out, `x${ending}`), 'utf8');
    };
    const rows = parseCsv(await exported('csv', '.csv'));
    assert.deepEqual(
      rows.map(({ elongation }) => Number(elongation)),
      [...columns.get('elongation')!.values],
    );
    assert.match(
      await readFile(join(out, 'x.columns.csv'), 'utf8'),
      /elongation,ratio,Longer side .* plug-in Nuclear shape \(acme.shape 1.2.0\)/,
    );
    const { features } = JSON.parse(await exported('geojson', '.geojson')) as {
      features: { properties: { measurements: Record<string, number> } }[];
    };
    assert.ok(features[0]!.properties.measurements['Nucleus: Elongation']! >= 1);
    assert.ok(features[0]!.properties.measurements['Red mean']! > 0);
    const scores = JSON.parse(await exported('json', '.json')) as { pluginScores: { id: string }[] };
    assert.equal(scores.pluginScores[0]?.id, 'mean_elongation');
    assert.match(await exported('html', '.html'), /Mean elongation/);
  });

  it('follow when the result is scored again', async () => {
    await usePlugins([fixture('shape')]);
    const { folder } = await analyse();
    await rescoreResult(folder, { segThreshold: 150, resolution: '40x' });
    const { map, columns } = await columnsOf(folder);
    assert.equal(columns.get('elongation')?.values.length, map.records.length);
  });

  it('stay while the plug-in is not in use if the cells are the same; what is lost is named', async () => {
    await usePlugins([fixture('shape')]);
    const { folder } = await analyse();
    const { columns: then } = await columnsOf(folder);
    const pluginsAfter = async (thresholds: object) => {
      await rescoreResult(folder, { resolution: '40x', ...thresholds });
      return (await readResultRecord(folder)).plugins;
    };

    await usePlugins([]);
    const marked = await pluginsAfter({ markerThreshold: 100 });
    assert.deepEqual((await columnsOf(folder)).columns, then);
    assert.deepEqual(marked?.scores, []);
    assert.match(
      marked.notices.join(),
      /^The plug-in Nuclear shape \(acme\.shape 1\.2\.0\) was not in use .*"Mean elongation" is left out\. Install/,
    );

    const others = await pluginsAfter({ segThreshold: 250 });
    assert.deepEqual([...(await columnsOf(folder)).columns], []);
    assert.match(others!.notices.join(), /"Mean elongation", "Elongation", .* are left out/);

    await usePlugins([fixture('shape')]);
    const again = await pluginsAfter({ segThreshold: 250 });
    assert.equal(again?.scores.length, 1);
    assert.deepEqual([again.notices, again.lost], [[], undefined]);
  });

  it('of plug-ins that fail are left out with a notice, and the result is complete', async () => {
    await usePlugins([fixture('misbehaving'), fixture('shape')], {
      limits: { timeoutMs: 1500, memoryMb: 300 },
    });
    const { folder, notices, scoring } = await analyse();
    const { map, columns } = await columnsOf(folder);
    assert.equal(map.scoring.num_total, scoring.Seg?.num_total);
    assert.deepEqual([...columns.keys()], ['floods', 'nan', 'elongation', 'ihc_red_mean']);
    assert.deepEqual([...columns.get('nan')!.values.subarray(0, 3)], [1, NaN, NaN]);
    const expected = [
      /"Throws" .* failed: the nucleus is undefined/,
      /"Hangs" .* gave no answer within 1.5 s/,
      /"Exits" .* ended its process \(exit code 3\)/,
      /"Allocates" .* (needed more than 300 MB|gave no answer)/,
      /"NaN" .* gave NaN or infinity for \d+ of \d+ cells of Seg/,
      /"Short" .* answered with \d+ values instead of one number for each of \d+ cells/,
      /"Words" .* a value of type string/,
      /"Functions" .* cannot be sent/,
      /"Absent" .* does not export it/,
      /"Bad score" .* answered with something else than a number/,
    ];
    assert.equal(notices.length, expected.length, notices.join('\n'));
    notices.forEach((notice, i) => {
      assert.match(notice, expected[i]!);
      assert.match(notice, /of the plug-in Misbehaving \(acme.misbehaving 0.1.0\)/);
    });
  });
});
