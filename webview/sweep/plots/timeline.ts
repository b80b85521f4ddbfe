// Timeline: when each trial ran, in lanes of trials that did not overlap, which are as many as workers. Running trials reach
// to now and say when their worker was last heard of.

import { axisLook } from '../../charts/axisLook.js';
import { clockText, countText, durationText } from '../../charts/numberText.js';
import { t } from '../../ui/l10n.js';
import type { TrialRow } from '../../messages/sweep.js';
import type { Interval } from '../selection.js';
import type { Columns } from '../trialColumns.js';
import { nameBelow } from './axes.js';
import { faded, stateColour } from './colours.js';
import type { PlotRow } from './plot.js';

/** A worker touches its lease every few seconds; one that is silent for so long is probably dead. */
export const SILENT_MS = 60_000;
const LEAST_LANES = 3;
const LANE_EM = 2.2;
const MOST_EM = 34;

interface Bar {
  readonly at: number;
  readonly lane: number;
  readonly fromMs: number;
  readonly toMs: number;
}

export const timelinePlot: PlotRow = {
  id: 'timeline',
  title: () => t('Timeline'),
  about: () => t('When each trial ran, in as many lanes as ran at the same time'),
  lacks: ({ trials }) =>
    trials.some(({ startedMs }) => startedMs !== undefined) ? undefined : t('No trial has begun yet.'),
  isFirst: () => true,
  isWide: true,
  isTimed: true,
  choices: [],
  draw: ({ columns, passes, theme, current, nowMs }) => {
    const { trials } = columns;
    const bars = lanesOf(trials, nowMs);
    const used = bars.reduce((most, { lane }) => Math.max(most, lane + 1), 0);
    const lanes = Math.max(LEAST_LANES, used);
    const from = bars.reduce((least, { fromMs }) => Math.min(least, fromMs), Infinity);
    const to = bars.reduce((most, { toMs }) => Math.max(most, toMs), from + 1000);
    const silent = trials.filter((trial) => isSilent(trial, nowMs)).length;
    const look = axisLook(theme);
    const span = to - from;
    return {
      option: {
        grid: { left: 16, right: 16, top: 8, bottom: 42 },
        xAxis: {
          ...{ ...look, type: 'time', min: from, max: to + 0.02 * span, ...nameBelow(t('Time')) },
          axisLabel: { ...(look.axisLabel as object), formatter: (ms: number) => clockText(ms, span / 6) },
        },
        yAxis: {
          ...{ ...look, type: 'value', min: -0.5, max: lanes - 0.5, inverse: true, interval: 1 },
          ...{ axisLabel: { show: false }, axisLine: { show: false }, splitLine: { show: false } },
        },
        series: [
          {
            ...{ type: 'custom', animation: false, clip: true, progressive: 4000 },
            encode: { x: [0, 1], y: 2 },
            data: bars.map(({ at, lane, fromMs, toMs }) => [fromMs, toMs, lane, at]),
            renderItem: (_: unknown, api: BarApi) => {
              const at = api.value(3);
              const trial = trials[at]!;
              const [left, middle] = api.coord([api.value(0), api.value(2)]);
              const [right] = api.coord([api.value(1), api.value(2)]);
              const height = Math.min(22, api.size([0, 1])[1]! * 0.7);
              const width = Math.max(1.5, right! - left! - 1);
              const isShown = passes[at] === 1;
              const fill = isShown ? stateColour(theme, trial.state) : faded(theme);
              return {
                type: 'rect',
                shape: { x: left, y: middle! - height / 2, width, height, r: width > 6 ? 2 : 0 },
                style: {
                  fill,
                  ...(at === current ? { stroke: theme.foreground, lineWidth: 2 } : {}),
                  ...(isSilent(trial, nowMs)
                    ? { stroke: theme.colour(3), lineWidth: 2, lineDash: [4, 3] }
                    : {}),
                },
                ...(trial.state === 'running' && isShown && width > 60
                  ? { textContent: heard(trial, nowMs, theme.dark) }
                  : {}),
                textConfig: { position: 'insideRight' },
              };
            },
          },
        ],
      },
      grids: [{ picks: (x, y) => picked(columns, bars, x, y) }],
      summary: t('{0} trials in {1} lanes, over {2}.', countText(bars.length), used, durationText(span)),
      ...(silent > 0
        ? {
            notice: t(
              '{0} running trials have a worker that was not heard of for a minute or longer.',
              silent,
            ),
          }
        : {}),
      heightEm: Math.min(MOST_EM, 5 + lanes * LANE_EM),
    };
  },
};

interface BarApi {
  value(i: number): number;
  coord(at: number[]): number[];
  size(of: number[]): number[];
}

function heard({ heartbeatMs }: TrialRow, nowMs: number, isDark: boolean) {
  if (heartbeatMs === undefined) return undefined;
  const text = t('heard {0} ago', durationText(Math.max(0, nowMs - heartbeatMs)));
  return { type: 'text', style: { text, fill: isDark ? '#000000' : '#ffffff', fontSize: 10 } };
}

/** True for a running trial whose worker is probably dead. */
export function isSilent({ state, heartbeatMs }: TrialRow, nowMs: number): boolean {
  return state === 'running' && heartbeatMs !== undefined && nowMs - heartbeatMs > SILENT_MS;
}

/** Each trial in the first lane that is free when it begins. */
export function lanesOf(trials: Columns['trials'], nowMs: number): readonly Bar[] {
  const begun: number[] = [];
  for (const [at, { startedMs }] of trials.entries()) if (startedMs !== undefined) begun.push(at);
  begun.sort((a, b) => trials[a]!.startedMs! - trials[b]!.startedMs! || a - b);
  const free: number[] = [];
  return begun.map((at) => {
    const { startedMs, endedMs, state } = trials[at]!;
    const fromMs = startedMs!;
    const toMs = Math.max(fromMs, endedMs ?? (state === 'running' ? nowMs : fromMs));
    let lane = free.findIndex((ms) => ms <= fromMs);
    if (lane < 0) lane = free.length;
    free[lane] = toMs;
    return { at, lane, fromMs, toMs };
  });
}

function picked({ trials }: Columns, bars: readonly Bar[], x: Interval, y: Interval): readonly number[] {
  return bars
    .filter(
      ({ fromMs, toMs, lane }) =>
        toMs >= x[0] && fromMs <= x[1] && lane >= y[0] - 0.35 && lane <= y[1] + 0.35,
    )
    .map(({ at }) => trials[at]!.number);
}
