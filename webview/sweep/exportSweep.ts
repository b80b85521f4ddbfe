// Files of what is on screen: the selected trials as a table, the plots drawn so far as one picture.

import type { ChartTheme } from '../charts/chartColours.js';
import { chartPicture } from '../charts/chartPicture.js';
import type { SweepState } from '../messages/sweep.js';
import { t } from '../ui/l10n.js';
import { sweepCsv } from './sweepCsv.js';
import type { Columns } from './trialColumns.js';

export interface ShownSweep {
  readonly state: SweepState;
  readonly columns: Columns;
  /** Positions of the selected trials, in the order of the table. */
  readonly order: Uint32Array;
  readonly theme: ChartTheme;
  readonly page: ParentNode;
}

/** @throws Error if no plot has been drawn */
export async function exportSweep(format: 'csv' | 'png', shown: ShownSweep): Promise<Uint8Array> {
  const { state, columns, order, theme, page } = shown;
  if (format === 'csv') return new TextEncoder().encode(sweepCsv(state, columns.trials, order));
  const charts = [...page.querySelectorAll<HTMLElement>('[data-plot]')].flatMap((card) => {
    const canvas = flattened([...card.querySelectorAll('canvas')]);
    return canvas ? [{ title: card.getAttribute('aria-label') ?? '', canvas, legend: [] }] : [];
  });
  if (charts.length === 0)
    throw new Error(t('No plot is drawn yet. Scroll one into sight, or take one from the menu Plots.'));
  return chartPicture(charts, theme);
}

/** One canvas of the layers of a chart; the library draws many lines on layers of their own. */
function flattened([first, ...others]: readonly HTMLCanvasElement[]): HTMLCanvasElement | undefined {
  if (!first || others.length === 0) return first;
  const { width, height, clientWidth, clientHeight } = first;
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  // A canvas outside the page has no size on screen.
  Object.defineProperties(canvas, {
    clientWidth: { value: clientWidth },
    clientHeight: { value: clientHeight },
  });
  for (const layer of [first, ...others]) canvas.getContext('2d')!.drawImage(layer, 0, 0);
  return canvas;
}
