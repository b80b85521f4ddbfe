// `deepliif data check`: examines all samples of a data set one by one and reports what a person should know before
// training.

import { yieldToEventLoop } from '../control/cancel.js';
import type { CheckedSample, DataReport, Finding, FindingKind } from '../protocol/dataCheck.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import { findDuplicates, type Marked } from './duplicates.js';
import { examineSample, fingerprintOf } from './examineSample.js';
import type { Dataset, ListedDataset, Sample } from './openDataset.js';
import type { Panel } from './panels.js';
import { readSample } from './readSample.js';
import { showsNuclei } from './registration.js';

export interface CheckLimits {
  /** Pixels that a panel may be shifted against its input; by default a hundredth of the side. */
  readonly maxShiftPx?: number | undefined;
  /** Most samples that are examined, evenly spread over each split; default: all. */
  readonly most?: number;
}

/**
 * Correlation below which a panel shows something else than the input, however it is shifted. The reference's two
 * samples reach 0.73 to 0.93 with their own panels, and 0.01 to 0.11 with those of the other sample.
 */
const UNRELATED = 0.25;
/** Fewest cells with which a shift differs from a random maximum. */
const FEWEST_CELLS = 5;
/** Share of a segmentation's pixels in other colours that counts as a problem; fewer are stray pixels. */
const MANY_OTHER_COLOURS = 0.01;

export async function checkDataset(
  dataset: Dataset & Partial<Pick<ListedDataset, 'faults'>>,
  limits: CheckLimits,
  control: Control = {},
): Promise<DataReport> {
  const { panels } = dataset;
  const { most = Infinity } = limits;
  const share = Math.min(1, most / (dataset.train.length + dataset.val.length));
  const all = (['train', 'val'] as const).flatMap((split) =>
    spread(dataset[split], share).map((sample) => ({ split, sample })),
  );
  const samples: CheckedSample[] = [];
  const marked: Marked[] = [];
  const findings: Finding[] = [];
  for (const [done, { split, sample }] of all.entries()) {
    control.report?.({ stage: 'samples', done, total: all.length });
    await yieldToEventLoop(control);
    const { name } = sample;
    try {
      const tiles = await readSample(sample, panels);
      const checked = { split, name, ...examineSample(tiles, panels) };
      samples.push(checked);
      marked.push({ split, name, fingerprint: fingerprintOf(tiles[0]!) });
      findings.push(...findingsOf(checked, panels, limits));
    } catch (error) {
      if (!(error instanceof EngineError) || error.code === 'cancelled') throw error;
      findings.push(problem('unreadable', [`${split}/${name}`], error.message));
    }
  }
  findings.push(...(dataset.faults ?? []).map((message) => problem('incomplete', [], message)));
  findings.push(...dataset.leftOut.map((message) => note('link', [], message)));
  findings.push(...duplicateFindings(marked), ...sizeFindings(samples), ...balanceFindings(samples));
  return {
    dir: dataset.dir,
    layout: dataset.layout,
    panels: panels.map(({ name }) => name),
    counts: { train: dataset.train.length, val: dataset.val.length },
    samples,
    findings,
  };
}

/** A share of the samples, evenly spread, at least one. */
function spread(samples: readonly Sample[], share: number): readonly Sample[] {
  const count = Math.ceil(share * samples.length);
  return Array.from({ length: count }, (_, i) => samples[Math.floor((i * samples.length) / count)]!);
}

function problem(kind: FindingKind, samples: readonly string[], message: string): Finding {
  return { weight: 'problem', kind, samples, message };
}

function note(kind: FindingKind, samples: readonly string[], message: string): Finding {
  return { weight: 'note', kind, samples, message };
}

function findingsOf(sample: CheckedSample, panels: readonly Panel[], limits: CheckLimits): Finding[] {
  const where = `${sample.split}/${sample.name}`;
  const { blank, balance, otherColours = 0, registration } = sample;
  const first = panels.find((panel) => showsNuclei(panel) && !blank.includes(panel.name))?.name;
  const findings: Finding[] = [];
  const cells = balance ? balance.positiveCells + balance.negativeCells : undefined;
  for (const { name, role, kind } of panels.filter((panel) => blank.includes(panel.name))) {
    const expected = name === 'marker' ? balance?.positiveCells : cells;
    if (role === 'input' && kind !== 'classes')
      findings.push(problem('blank', [where], `${name} is blank: its grey levels hardly vary.`));
    else if (kind === 'classes') findings.push(note('blank', [where], `${name} shows no cells.`));
    else if (expected !== 0)
      findings.push(
        problem(
          'blank',
          [where],
          `${name} is blank${expected === undefined ? '' : `, and the segmentation shows ${expected} ${name === 'marker' ? 'positive ' : ''}cells`}.`,
        ),
      );
  }
  if (otherColours > 0) {
    const share = `${(100 * otherColours).toPrecision(2)} % of the segmentation's pixels are neither red, blue, green nor black`;
    findings.push(
      otherColours > MANY_OTHER_COLOURS
        ? problem('colours', [where], `${share}. Was it compressed as JPEG, or resized?`)
        : note('colours', [where], `${share}.`),
    );
  }
  if (cells === undefined || cells >= FEWEST_CELLS)
    for (const [name, found] of Object.entries(registration)) {
      const shift = Math.hypot(found.shiftX, found.shiftY);
      const most = limits.maxShiftPx ?? Math.min(sample.width, sample.height) / 100;
      if (found.correlationMoved < UNRELATED)
        findings.push(
          problem(
            'unrelated',
            [where],
            `${name} does not show the nuclei of ${first}: correlation ${found.correlationMoved.toFixed(2)} at best. ` +
              'Does it belong to this sample?',
          ),
        );
      else if (shift > most)
        findings.push(
          problem(
            'shifted',
            [where],
            `${name} is shifted by ${shift.toFixed(1)} px against ${first} (x ${signed(found.shiftX)}, y ${signed(found.shiftY)}): ` +
              `correlation ${found.correlation.toFixed(2)}, ${found.correlationMoved.toFixed(2)} after shifting it back.`,
          ),
        );
    }
  return findings;
}

function duplicateFindings(marked: readonly Marked[]): Finding[] {
  return findDuplicates(marked).map(({ kind, first, second }) => {
    const names = [`${first.split}/${first.name}`, `${second.split}/${second.name}`];
    const across = first.split !== second.split;
    const words = kind === 'same' ? 'have the same input image' : 'have nearly the same input image';
    const message = across
      ? `${words}: validation would test images that the model was trained on.`
      : `${words}.`;
    return across || kind === 'same'
      ? problem('duplicate', names, message)
      : note('duplicate', names, message);
  });
}

function sizeFindings(samples: readonly CheckedSample[]): Finding[] {
  const sizes = new Map<string, string[]>();
  for (const { split, name, width, height } of samples) {
    const size = `${width} × ${height}`;
    sizes.set(size, [...(sizes.get(size) ?? []), `${split}/${name}`]);
  }
  if (sizes.size < 2) return [];
  const shown = [...sizes].map(([size, names]) => `${size} px (${names.length})`).join(', ');
  return [
    note(
      'sizes',
      [],
      `tiles are of different sizes: ${shown}. Train with --preprocess resize_and_crop, or --batch-size 1.`,
    ),
  ];
}

function balanceFindings(samples: readonly CheckedSample[]): Finding[] {
  const balances = samples.filter(({ split }) => split === 'train').flatMap(({ balance }) => balance ?? []);
  if (balances.length === 0) return [];
  const positive = balances.reduce((sum, { positiveCells }) => sum + positiveCells, 0);
  const negative = balances.reduce((sum, { negativeCells }) => sum + negativeCells, 0);
  if (positive > 0 && negative > 0) return [];
  const missing = positive + negative === 0 ? 'cells' : positive === 0 ? 'positive cells' : 'negative cells';
  return [problem('balance', [], `no training sample shows ${missing}.`)];
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
}
