// Plot of a sweep, a row of the table of plots. It says when it applies, and makes the option of the chart
// library from the trials, their selection and the colours of the theme. Pure: the chart itself lives in charts/openChart.ts.

import type { ChartTheme } from '../../charts/chartColours.js';
import type { ChartDrawing, ChartOption } from '../../charts/openChart.js';
import type { Importances } from '../importances.js';
import type { Interval, Selection } from '../selection.js';
import type { Columns, DimensionId } from '../trialColumns.js';

/** Choices of the user for one plot, saved with the view. */
export interface PlotConfig {
  /** Takes the whole width. */
  readonly wide?: boolean;
  readonly objective?: number;
  readonly x?: DimensionId;
  readonly y?: DimensionId;
  /** Dimensions in their order. */
  readonly axes?: readonly DimensionId[];
}

/** The same choices; an objective that the sweep does not have, as after a change of the study, gives way to the first. */
export function knownObjective<Config extends PlotConfig>(
  config: Config,
  { objectives }: Pick<Columns, 'objectives'>,
): Config {
  return (config.objective ?? 0) < objectives.length ? config : { ...config, objective: 0 };
}

export type PlotChoice = 'objective' | 'x' | 'y';

export interface PlotInput {
  readonly columns: Columns;
  readonly selection: Selection;
  /** 1 for each selected trial, by position. */
  readonly passes: Uint8Array;
  /** True if the selection leaves trials out. */
  readonly isSelected: boolean;
  /** Position of the trial whose card is open. */
  readonly current: number | undefined;
  readonly theme: ChartTheme;
  readonly config: PlotConfig;
  readonly importances: Importances;
  /** Time at which the page draws, milliseconds since 1970. */
  readonly nowMs: number;
  /** Width of the chart, and of an em, in CSS pixels. */
  readonly width: number;
  readonly emPx: number;
}

export type AxesInput = Pick<PlotInput, 'columns' | 'config' | 'importances'>;

/** Meaning of a rectangle in one grid of a chart. Coordinates are those of its axes. */
export interface GridMeaning {
  readonly x?: DimensionId;
  readonly y?: DimensionId;
  /** Numbers of the trials in a rectangle, if the axes are no dimensions. */
  readonly picks?: (x: Interval, y: Interval) => readonly number[];
}

export type { ChartOption };

export interface Drawing extends ChartDrawing {
  /** Meaning of each grid, by its index; none: nothing can be selected by a rectangle. */
  readonly grids?: readonly GridMeaning[];
  /** Sentence about what is drawn, for people and screen readers. */
  readonly summary: string;
  /** Sentence about what is left out. */
  readonly notice?: string;
  /** Height for which the content asks, in em; default: PLOT_EM. */
  readonly heightEm?: number;
}

export const PLOT_EM = 21;

/** Dimensions that the user may choose as axes of a plot, and those that it has now. */
export interface AxesChoice {
  readonly title: string;
  readonly offered: readonly DimensionId[];
  readonly shown: readonly DimensionId[];
}

export interface PlotRow {
  readonly id: string;
  readonly title: () => string;
  /** Sentence that says what the plot shows. */
  readonly about: () => string;
  /** Reason why it shows nothing, in a sentence; undefined if it applies. */
  readonly lacks: (columns: Columns) => string | undefined;
  /** True if it is shown until the user chooses plots. */
  readonly isFirst: (columns: Columns) => boolean;
  readonly isWide?: true;
  /** Its content changes with the time, while trials run. */
  readonly isTimed?: true;
  /** Its content depends on the importances. */
  readonly isRanked?: true;
  readonly choices: readonly PlotChoice[];
  /** Absent: its axes are not chosen from a menu. */
  readonly axes?: (input: AxesInput) => AxesChoice;
  readonly draw: (input: PlotInput) => Drawing;
}
