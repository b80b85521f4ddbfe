// A run's state → what a notebook shows of it. The kernel writes it when a cell ends, and the extension sends it again and
// again while the run is trained: both the same, so a live curve turns into the final one without a jump.

import {
  MOST_OUTPUT_BYTES,
  runOutput as checked,
  type OutputCurve,
  type OutputPlace,
  type RunOutput,
} from '../protocol/outputs.js';
import { isOutputName, outputName, outputSentence } from '../protocol/outputTexts.js';
import { lastValue } from './mergedRows.js';
import { directionOf, isBetter } from './runMetrics.js';
import { plannedSteps, STEP_COLUMNS, type RunState } from './runState.js';
import { valueAt, type RunTable } from './runTable.js';

/** Parts of a run that a notebook shows; a ListedRun has them. */
export interface RunToShow {
  readonly name: string;
  readonly status: string;
  readonly state: RunState;
  readonly problems: readonly { readonly message: string }[];
  readonly problem?: string;
}

const MOST_CURVES = 64;
const MOST_ALARMS = 10;
const MOST_NOTICES = 10;
/** Points of a curve; more than the chart has pixels do not help. */
const MOST_POINTS = 600;
const LEAST_POINTS = 16;
/** Letters of JSON beside the points. */
const OTHER_LETTERS = 20_000;
/** A step and a value are four bytes each, and three bytes are four letters of base64. */
const LETTERS_PER_POINT = (8 * 4) / 3;

export function runOutput(run: RunToShow, place: OutputPlace): RunOutput {
  const { state } = run;
  const { started, steps, validations, alarms, ended } = state;
  const ofRun = new Set<string>(Object.values(STEP_COLUMNS));
  const losses = started?.losses ?? [...steps.columns.keys()].filter((name) => !ofRun.has(name));
  const metrics = started && started.metrics.length > 0 ? started.metrics : [...validations.columns.keys()];
  const all = [
    ...losses.map((name) => ({ name, of: 'steps', table: steps }) as const),
    ...metrics.map((name) => ({ name, of: 'validations', table: validations }) as const),
  ].filter(({ name, table }) => table.columns.has(name) && isOutputName(name));
  const shown = all.slice(0, MOST_CURVES);
  const room = Math.floor(
    (MOST_OUTPUT_BYTES - OTHER_LETTERS) / LETTERS_PER_POINT / Math.max(1, shown.length),
  );
  const points = Math.max(LEAST_POINTS, Math.min(MOST_POINTS, room));
  const notices = [
    ...(run.problem === undefined ? [] : [run.problem]),
    ...run.problems.slice(0, MOST_NOTICES - 2).map(({ message }) => message),
    ...(all.length > shown.length ? [`${all.length - shown.length} more curves are in the dashboard.`] : []),
  ];
  const backend = outputName(started?.backend ?? '', '');
  const output: RunOutput = {
    schemaVersion: 1,
    place,
    name: outputName(run.name, 'run'),
    status: run.status,
    ...(backend === '' ? {} : { backend }),
    step: state.step,
    plannedSteps: plannedSteps(state),
    // Other programs count parts of an epoch.
    epoch: Math.max(0, Math.floor(state.epoch)),
    curves: shown.map(({ name, of, table }) => curve(table, name, of, points)),
    alarms: alarms.slice(-MOST_ALARMS).map(({ step, kind, message }) => ({
      ...{ step, kind, message: outputSentence(message) },
    })),
    ...(ended?.why === 'failed' && ended.message !== undefined
      ? { failure: outputSentence(ended.message) }
      : {}),
    notices: notices.map(outputSentence),
  };
  return checked(output, 'output');
}

function curve(table: RunTable, name: string, of: OutputCurve['of'], points: number): OutputCurve {
  const rows: number[] = [];
  let best: OutputCurve['best'];
  const direction = directionOf(name);
  for (let row = 0; row < table.count; row++) {
    const value = valueAt(table, name, row);
    if (value === undefined) continue;
    rows.push(row);
    if (direction !== undefined && isBetter(direction, value, best?.value))
      best = { step: table.step[row]!, value };
  }
  const values = table.columns.get(name)!;
  const kept = thinned(rows, values, points);
  const step = new DataView(new ArrayBuffer(4 * kept.length));
  const value = new DataView(new ArrayBuffer(4 * kept.length));
  kept.forEach((row, i) => {
    step.setUint32(4 * i, table.step[row]!, true);
    // NaN has many bit patterns; one of them is written.
    value.setFloat32(4 * i, Number.isNaN(values[row]!) ? NaN : values[row]!, true);
  });
  const last = lastValue(table, name);
  return {
    ...{ name, of, rows: rows.length, step: base64(step), value: base64(value) },
    last: last === undefined || !Number.isFinite(last) ? null : last,
    ...(best ? { best } : {}),
  };
}

/** First and last row, and of each of equal pieces the rows with the least and the greatest value, and one that is NaN. */
function thinned(rows: readonly number[], values: Float64Array, most: number): readonly number[] {
  if (rows.length <= most) return rows;
  const pieces = Math.floor((most - 2) / 3);
  const kept = new Set([rows[0]!, rows.at(-1)!]);
  for (let piece = 0; piece < pieces; piece++) {
    const from = Math.floor((piece * rows.length) / pieces);
    const to = Math.floor(((piece + 1) * rows.length) / pieces);
    let least = -1;
    let greatest = -1;
    let nan = -1;
    for (let i = from; i < to; i++) {
      const row = rows[i]!;
      const value = values[row]!;
      if (Number.isNaN(value)) {
        if (nan < 0) nan = row;
      } else {
        if (least < 0 || value < values[least]!) least = row;
        if (greatest < 0 || value > values[greatest]!) greatest = row;
      }
    }
    for (const row of [least, greatest, nan]) if (row >= 0) kept.add(row);
  }
  return [...kept].sort((a, b) => a - b);
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 without Node or DOM: the run log is compiled for both. */
function base64({ buffer }: DataView): string {
  const bytes = new Uint8Array(buffer);
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const bits = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += LETTERS[bits >> 18]! + LETTERS[(bits >> 12) & 63]!;
    text += left > 1 ? LETTERS[(bits >> 6) & 63]! : '=';
    text += left > 2 ? LETTERS[bits & 63]! : '=';
  }
  return text;
}
