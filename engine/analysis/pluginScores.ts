// Scores of plug-ins for the cells of one map, as of the thresholds of the analysis and without corrections by hand. Like
// measurements, a scorer that fails becomes a notice.

import type { PluginColumn } from '../measurements/pluginColumns.js';
import { measure, measuredCell } from '../measurements/measureCells.js';
import { measurements } from '../measurements/measurements.js';
import { contributionName } from '../plugins/contributionWords.js';
import { pluginsInUse, type Contributed } from '../plugins/usedPlugins.js';
import { NOT_COUNTED } from '../postprocessing/gate.js';
import { EngineError } from '../protocol/errors.js';
import type { PluginScore } from '../protocol/pluginResults.js';
import type { Control } from '../protocol/progress.js';
import type { Scoring } from '../protocol/scoring.js';
import { cellColumns } from './pluginInput.js';
import { nameOf, noticeOf, type MeasuredMap } from './pluginMeasurements.js';

const MOST_PARTS = 50;
const LONGEST_SHOWN = 200;

export interface PluginScores {
  readonly scores: readonly PluginScore[];
  readonly notices: readonly string[];
}

/** @throws EngineError `cancelled` */
export async function scoreWithPlugins(
  map: MeasuredMap,
  scoring: Scoring,
  columns: readonly PluginColumn[],
  control: Control,
): Promise<PluginScores> {
  const scores: PluginScore[] = [];
  const notices: string[] = [];
  for (const contributed of pluginsInUse().contributed('scorers')) {
    const { plugin, contribution } = contributed;
    const { id, title, explanation } = contribution;
    control.report?.({ stage: `scoring ${title}`, done: 0, total: 1 });
    try {
      const score = await scoreOf(contributed, map, scoring, columns, control);
      scores.push({
        ...{ map: map.map, id, title, ...score, plugin: nameOf(plugin) },
        ...(explanation === undefined ? {} : { explanation }),
      });
    } catch (error) {
      notices.push(noticeOf(error, map.map));
    }
  }
  return { scores, notices };
}

async function scoreOf(
  { plugin, contribution }: Contributed<'scorers'>,
  map: MeasuredMap,
  { num_total, num_pos, num_neg }: Scoring,
  columns: readonly PluginColumn[],
  control: Control,
): Promise<Pick<PluginScore, 'value' | 'shown'>> {
  const name = `The ${contributionName(plugin, 'scorers', contribution.id)}`;
  const failed = (what: string) => new EngineError('plugin-failed', `${name} ${what}`);
  const asked = (contribution.measurements ?? []).map((id): [string, Float64Array] => {
    const values = columns.find((column) => column.id === id)?.values ?? builtIn(id, map);
    if (values) return [id, values];
    throw failed(
      `needs the measurement "${id}", which these cells do not have. See the notices before this one.`,
    );
  });
  const counted = Uint32Array.from(map.cells.keys()).filter((i) => map.gate[i] !== NOT_COUNTED);
  const input = {
    ...{ map: map.map, mpp: map.mpp ?? null },
    counts: { total: num_total, positive: num_pos, negative: num_neg },
    cellColumns: cellColumns(map, counted, false),
    measurements: Object.fromEntries(asked),
  };
  const { signal } = control;
  const code = pluginsInUse().code(plugin);
  const answer = await code.call('scorers', contribution.id, 'score', [input], signal ? { signal } : {});
  const score = readScore(answer);
  if (score) return score;
  throw failed(
    'answered with something else than a number, null, or { value, shown } with finite numbers. Tell its author, or switch the plug-in off.',
  );
}

function builtIn(id: string, { cells, means, mpp }: MeasuredMap): Float64Array | undefined {
  const row = measurements.rows().find((one) => one.id === id);
  return (
    row && Float64Array.from(cells, (cell, i) => measure(row, measuredCell(cell, i, { means, mpp })) ?? NaN)
  );
}

/** undefined: it is no score. */
function readScore(answer: unknown): Pick<PluginScore, 'value' | 'shown'> | undefined {
  if (answer === null) return { value: null, shown: '–' };
  const isPlain = typeof answer === 'object' && 'value' in answer;
  const { value, shown } = isPlain ? (answer as { value: unknown; shown?: unknown }) : { value: answer };
  if (value !== null && !isNumber(value) && !isRecordOfNumbers(value)) return undefined;
  return { value, shown: typeof shown === 'string' ? oneLine(shown) : shownValue(value) };
}

function shownValue(value: PluginScore['value']): string {
  if (value === null) return '–';
  if (typeof value === 'number') return String(Number(value.toPrecision(4)));
  return Object.entries(value)
    .map(([key, one]) => `${key} ${shownValue(one)}`)
    .join(', ')
    .slice(0, LONGEST_SHOWN);
}

function oneLine(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, LONGEST_SHOWN)
    .trim();
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isRecordOfNumbers(value: unknown): value is Readonly<Record<string, number>> {
  if (typeof value !== 'object' || value === null) return false;
  const parts = Object.values(value);
  return parts.length <= MOST_PARTS && parts.every(isNumber);
}
