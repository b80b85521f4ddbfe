// What the dashboard's page makes of runs: charts, tables, samples, errors of a segmentation, and what it keeps.

import assert from 'node:assert/strict';
import type { RunHead, SampleStep, TrainingState } from '../../../../webview/messages/training.js';
import { chartGroups, seriesFilter } from '../../../../webview/training/chartGroups.js';
import {
  differencePixels,
  ERROR_COLOURS,
  segmentationErrors,
} from '../../../../webview/training/errorColours.js';
import {
  columnsOf,
  differingKeys,
  groupedRuns,
  matchesRun,
  sortedRuns,
} from '../../../../webview/training/runRows.js';
import { picturesOf, samplesAt, sampleSteps, withSamples } from '../../../../webview/training/sampleSteps.js';
import { nextTick, tickedOf, withTick } from '../../../../webview/training/selected.js';
import { FIRST_TRAINING_VIEW, readTrainingView } from '../../../../webview/training/trainingView.js';

function head(name: string, part: Partial<RunHead> = {}): RunHead {
  return {
    id: `/runs/${name}`,
    name,
    status: 'done',
    kind: 'run',
    step: 10,
    epoch: 1,
    epochs: 1,
    stepsPerEpoch: 10,
    losses: [],
    metrics: [],
    images: [],
    last: {},
    config: {},
    alarms: [],
    problems: [],
    ...part,
  };
}

describe('charts', () => {
  it('are one for each total, metric, modality, and the rates, speed and memory', () => {
    const groups = chartGroups(
      [
        'total/generators',
        'segmentation/l1',
        'dapi/l1',
        'dapi/gan',
        'rate/generators',
        'rate/discriminators',
        'time/step',
        'speed/steps per second',
        'memory/process',
      ],
      ['val/segmentation/dice', 'val/dapi/ssim', 'val/lap2/ssim', 'val/total/generators'],
    );
    assert.deepEqual(
      groups.map(({ title, series }) => `${title}: ${series.map(({ label }) => label).join(' ')}`),
      [
        'Total loss · generators: generators',
        'Validation · Dice: segmentation',
        'Validation · SSIM: dapi lap2',
        'Validation · total: generators',
        'DAPI: l1 gan',
        'Segmentation: l1',
        'Learning rate: generators discriminators',
        'Throughput: steps per second',
        'Memory (MiB): process',
      ],
    );
  });

  it('show the series that a regular expression lets through', () => {
    const passes = seriesFilter('L1|dice$') as (name: string) => boolean;
    assert.deepEqual(['dapi/l1', 'val/segmentation/dice', 'dice/x'].map(passes), [true, true, false]);
    assert.equal(typeof seriesFilter('('), 'string');
    assert.ok((seriesFilter(' ') as (name: string) => boolean)('anything'));
  });
});

describe('the table of runs', () => {
  const runs = [
    head('a', {
      config: { 'plan.batchSize': 1, 'plan.ganMode': 'lsgan' },
      last: { 'val/segmentation/dice': 0.7 },
      startedMs: 3,
    }),
    head('b', {
      config: { 'plan.batchSize': 4, 'plan.ganMode': 'wgangp' },
      last: { 'val/segmentation/dice': 0.9 },
      startedMs: 2,
    }),
    head('c10', { config: { 'plan.batchSize': 4 }, status: 'running', startedMs: 1 }),
  ];
  const names = (some: readonly RunHead[]) => some.map(({ name }) => name).join();
  const filtered = (filter: string) => names(runs.filter((run) => matchesRun(run, filter)));

  it('is filtered by words and by comparisons', () => {
    assert.equal(filtered(''), 'a,b,c10');
    assert.equal(filtered('WGAN'), 'b');
    assert.equal(filtered('running'), 'c10');
    assert.equal(filtered('batchSize=4'), 'b,c10');
    assert.equal(filtered('batchSize!=4'), 'a');
    assert.equal(filtered('dice>0.7'), 'b');
    assert.equal(filtered('dice>=0.7 batchSize<2'), 'a');
    assert.equal(filtered('plan.ganMode=lsgan'), 'a');
    assert.equal(filtered('Size=4'), '');
  });

  it('is sorted by any column, what has no value last both ways', () => {
    const by = (column: string, descending: boolean) => names(sortedRuns(runs, { column, descending }));
    assert.equal(by('last:val/segmentation/dice', false), 'a,b,c10');
    assert.equal(by('last:val/segmentation/dice', true), 'b,a,c10');
    assert.equal(by('started', false), 'c10,b,a');
    assert.equal(by('name', true), 'c10,b,a');
  });

  it('is grouped by a key of the configuration', () =>
    assert.deepEqual(
      groupedRuns(runs, 'plan.ganMode').map((group) => [group.title, names(group.runs)]),
      [
        ['plan.ganMode = lsgan', 'a'],
        ['plan.ganMode = wgangp', 'b'],
        ['plan.ganMode = not set', 'c10'],
      ],
    ));

  it('knows in what configurations differ', () => {
    assert.deepEqual(differingKeys(runs), ['plan.batchSize', 'plan.ganMode']);
    assert.ok(columnsOf(runs).includes('config:plan.batchSize'));
  });
});

describe('samples', () => {
  const at = (step: number): SampleStep => ({
    step,
    epoch: 1,
    pictures: [
      { tile: 't', image: 'segmentation', role: 'generated', uri: `seg${step}` },
      { tile: 't', image: 'segmentation', role: 'truth', uri: 'truth' },
      { tile: 't', image: 'segmentation-dapi', role: 'generated', uri: `part${step}` },
      { tile: 't', image: 'dapi', role: 'generated', uri: `dapi${step}` },
      { tile: 't', image: 'input', role: 'input', uri: 'input' },
      { tile: 'other', image: 'dapi', role: 'generated', uri: 'no' },
    ],
  });
  let samples = withSamples(new Map(), {
    type: 'samples',
    run: 'a',
    from: 0,
    samples: [at(0), at(100), at(200)],
  });
  samples = withSamples(samples, { type: 'samples', run: 'b', from: 0, samples: [at(50), at(150)] });

  it('of several runs have one row of steps', () => {
    assert.deepEqual(sampleSteps(samples, ['a', 'b']), [0, 50, 100, 150, 200]);
    assert.deepEqual(sampleSteps(samples, ['b', 'gone']), [50, 150]);
  });

  it('of a step are the newest that are not newer', () => {
    const stepAt = (step: number) => samplesAt(samples.get('b')!, step)!.step;
    assert.deepEqual([0, 50, 149, 150, 9999].map(stepAt), [50, 50, 50, 150, 150]);
    assert.equal(samplesAt([], 5), undefined);
  });

  it('are dropped that the run has gone back behind', () => {
    const cut = withSamples(samples, { type: 'samples', run: 'a', from: 1, samples: [at(90)] });
    assert.deepEqual(sampleSteps(cut, ['a']), [0, 90]);
  });

  it('stand beside their truth, the input first, in the order that the run declares', () =>
    assert.deepEqual(picturesOf(at(100), 't', ['dapi', 'segmentation', 'input']), [
      { image: 'input', input: 'input' },
      { image: 'dapi', generated: 'dapi100' },
      { image: 'segmentation', generated: 'seg100', truth: 'truth' },
      { image: 'segmentation-dapi', generated: 'part100', truth: 'truth' },
    ]));
});

describe('a segmentation against its truth', () => {
  // Red: positive. Blue: negative. Green: the line between cells. By the rule of reference sheet 7.1, threshold 120.
  const [red, blue, dark, line, faint] = [
    [200, 0, 0],
    [0, 0, 200],
    [5, 5, 5],
    [200, 200, 200],
    [60, 0, 60],
  ];
  const picture = (...pixels: readonly (readonly number[])[]) => ({
    width: pixels.length,
    height: 1,
    data: Uint8ClampedArray.from(pixels.flatMap((pixel) => [...pixel, 255])),
  });
  it('is right, of the wrong class, too much, or missing, pixel by pixel', () => {
    const { rgba, counts } = segmentationErrors(
      picture(red, blue, red, blue, dark, dark, line, faint),
      picture(red, blue, blue, dark, red, dark, red, red),
    );
    const kinds = ['right', 'right', 'swapped', 'extra', 'missed', 'background', 'missed', 'missed'] as const;
    kinds.forEach((kind, i) =>
      assert.deepEqual([...rgba.subarray(4 * i, 4 * i + 4)], [...ERROR_COLOURS[kind], 255], `pixel ${i}`),
    );
    assert.deepEqual(counts, { right: 2, swapped: 1, extra: 1, missed: 3, background: 1 });
  });
  it('differs by so much, made brighter', () =>
    assert.deepEqual(
      [...differencePixels(picture([10, 200, 0]), picture([30, 0, 0]), 2)],
      [40, 255, 0, 255],
    ));
});

describe('runs that are ticked', () => {
  const state = (ticked: readonly string[], turn: number): TrainingState => ({
    trusted: true,
    runs: [head('a'), head('b')],
    ticked,
    turn,
  });
  it('stay as the user ticked them until the extension host has heard of it', () => {
    const first = nextTick(['/runs/a'], undefined, state([], 0));
    const second = nextTick(['/runs/a', '/runs/b'], first, state([], 0));
    assert.deepEqual([first.turn, second.turn], [1, 2]);
    assert.deepEqual(withTick(state([], 0), second).ticked, second.runs);
    assert.deepEqual(withTick(state(['/runs/a'], 1), second).ticked, second.runs);
  });
  it('are those of the extension host from then on', () => {
    const last = nextTick(['/runs/a'], undefined, state([], 0));
    assert.deepEqual(withTick(state(['/runs/b'], 1), last).ticked, ['/runs/b']);
    assert.deepEqual(withTick(state(['/runs/b'], 0), undefined).ticked, ['/runs/b']);
  });
  it('count on in a page that was loaded anew', () =>
    assert.equal(nextTick(['/runs/a'], undefined, state([], 7)).turn, 8));
  it('come in the order in which they were ticked, without those that are gone', () =>
    assert.deepEqual(
      tickedOf(state(['/runs/b', '/runs/gone', '/runs/a'], 0)).map(({ name }) => name),
      ['b', 'a'],
    ));
});

describe('what the dashboard keeps', () => {
  it('comes back as it was', () => {
    const view = {
      ...FIRST_TRAINING_VIEW,
      ticked: ['/a'],
      tab: 'samples' as const,
      xRange: { min: 3, max: 9 },
      yRanges: { dapi: { min: 0, max: 1 } },
      filter: 'l1',
      step: 1200,
      smoothing: 0.99,
      camera: { x: 0.25, y: 0.75, scale: 4 },
    };
    assert.deepEqual(readTrainingView(JSON.parse(JSON.stringify(view))), view);
  });
  it('is taken only as far as it makes sense', () => {
    assert.deepEqual(readTrainingView('nonsense'), FIRST_TRAINING_VIEW);
    const odd = {
      ticked: [1, '/a'],
      tab: 'x',
      xRange: { min: 9, max: 3 },
      yRanges: { a: { min: 'x' }, b: { min: 0, max: 1 } },
      smoothing: 7,
      step: -1,
      camera: { x: 99 },
      sort: { column: 3 },
    };
    assert.deepEqual(readTrainingView(odd), {
      ...FIRST_TRAINING_VIEW,
      ticked: ['/a'],
      yRanges: { b: { min: 0, max: 1 } },
    });
  });
});
