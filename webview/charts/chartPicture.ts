// Charts with their titles and legends as one PNG file.

import { t } from '../ui/l10n.js';
import type { ChartTheme } from './chartColours.js';
import type { ChartLine } from './drawChart.js';

export interface PicturedChart {
  readonly title: string;
  readonly canvas: HTMLCanvasElement;
  readonly legend: readonly Pick<ChartLine, 'label' | 'colour' | 'dash'>[];
}

const TITLE_PX = 26;
const LEGEND_PX = 18;
const GAP_PX = 12;

/** PNG file of charts below one another, in the pixels of the screen. */
export async function chartPicture(charts: readonly PicturedChart[], theme: ChartTheme): Promise<Uint8Array> {
  const ratio = window.devicePixelRatio || 1;
  const measure = document.createElement('canvas').getContext('2d')!;
  measure.font = theme.font;
  const width = Math.max(...charts.map(({ canvas }) => canvas.clientWidth));
  const rowsOf = ({ legend }: PicturedChart) => {
    const rows: (typeof legend)[number][][] = [[]];
    let used = 0;
    for (const entry of legend) {
      const wide = measure.measureText(entry.label).width + 34;
      if (used + wide > width - 20 && used > 0) {
        rows.push([]);
        used = 0;
      }
      rows.at(-1)!.push(entry);
      used += wide;
    }
    return rows;
  };
  const heightOf = (chart: PicturedChart) =>
    TITLE_PX + chart.canvas.clientHeight + LEGEND_PX * rowsOf(chart).length + GAP_PX;
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(charts.reduce((sum, chart) => sum + heightOf(chart), 0) * ratio);
  const context = canvas.getContext('2d')!;
  context.scale(ratio, ratio);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  let top = 0;
  for (const chart of charts) {
    context.fillStyle = theme.foreground;
    context.font = theme.font.replace('11px', 'bold 13px');
    context.textBaseline = 'middle';
    context.fillText(chart.title, 12, top + TITLE_PX / 2);
    context.drawImage(chart.canvas, 0, top + TITLE_PX, chart.canvas.clientWidth, chart.canvas.clientHeight);
    context.font = theme.font;
    rowsOf(chart).forEach((row, i) => {
      const middle = top + TITLE_PX + chart.canvas.clientHeight + LEGEND_PX * (i + 0.5);
      let left = 12;
      for (const { label, colour, dash } of row) {
        context.strokeStyle = colour;
        context.lineWidth = 2.5;
        context.setLineDash([...dash]);
        context.beginPath();
        context.moveTo(left, middle);
        context.lineTo(left + 16, middle);
        context.stroke();
        context.fillText(label, left + 21, middle);
        left += measure.measureText(label).width + 34;
      }
    });
    top += heightOf(chart);
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error(t('The charts are too large for one PNG file. Filter the series first.'));
  return new Uint8Array(await blob.arrayBuffer());
}
