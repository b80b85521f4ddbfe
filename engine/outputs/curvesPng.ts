// PNG of a run's first curves for viewers without our renderer: plain lines, each scaled to its own range.

import { loadCodec } from '../images/codec.js';
import { emptyRaster } from '../images/memory.js';
import type { OutputCurve } from '../protocol/outputs.js';
import type { Raster } from '../protocol/raster.js';
import { drawText, LETTER_DOTS, LINE_DOTS } from './dotLetters.js';

const WIDTH_PX = 480;
const ROW_PX = 56;
const MARGIN_PX = 6;
const MOST_ROWS = 6;
const COLOUR = [31, 119, 180] as const;

export async function curvesPng(
  curves: readonly Pick<OutputCurve, 'name' | 'step' | 'value'>[],
  lines: readonly string[],
): Promise<Uint8Array> {
  const shown = curves.slice(0, MOST_ROWS);
  const titlePx = 2 * MARGIN_PX + lines.length * LINE_DOTS;
  const whole = emptyRaster(WIDTH_PX, titlePx + shown.length * ROW_PX, 3);
  whole.data.fill(255);
  lines.forEach((line, i) => drawText(whole, cut(line), MARGIN_PX, MARGIN_PX + i * LINE_DOTS));
  shown.forEach((curve, i) => drawCurve(whole, curve, titlePx + i * ROW_PX));
  const codec = await loadCodec();
  const { data, width, height } = whole;
  const png = await codec(data, { raw: { width, height, channels: 3 } })
    .png({ palette: true, colours: 16, dither: 0, compressionLevel: 9 })
    .toBuffer();
  return new Uint8Array(png);
}

function cut(line: string): string {
  return line.slice(0, Math.floor((WIDTH_PX - 2 * MARGIN_PX) / LETTER_DOTS));
}

/** Number in four digits, as the curves' titles and the line of text have it. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function drawCurve(into: Raster, curve: Pick<OutputCurve, 'name' | 'step' | 'value'>, top: number): void {
  const steps = Buffer.from(curve.step, 'base64');
  const values = Buffer.from(curve.value, 'base64');
  const points = Array.from({ length: steps.length / 4 }, (_, i) => ({
    step: steps.readUInt32LE(4 * i),
    value: values.readFloatLE(4 * i),
  })).filter(({ value }) => Number.isFinite(value));
  const least = Math.min(...points.map(({ value }) => value));
  const greatest = Math.max(...points.map(({ value }) => value));
  const range = points.length === 0 ? 'NaN' : `${shortNumber(least)} to ${shortNumber(greatest)}`;
  drawText(into, cut(`${curve.name}: ${range}`), MARGIN_PX, top);
  const [from, to] = [points[0]?.step ?? 0, points.at(-1)?.step ?? 0];
  const height = ROW_PX - LINE_DOTS - 8;
  const placeOf = ({ step, value }: { readonly step: number; readonly value: number }) => ({
    x: MARGIN_PX + ((step - from) / Math.max(1, to - from)) * (WIDTH_PX - 2 * MARGIN_PX - 1),
    y:
      top +
      LINE_DOTS +
      (greatest === least ? height / 2 : ((greatest - value) / (greatest - least)) * height),
  });
  for (let i = 0; i < points.length; i++) {
    const a = placeOf(points[Math.max(0, i - 1)]!);
    const b = placeOf(points[i]!);
    const length = Math.max(1, Math.ceil(Math.max(Math.abs(b.x - a.x), Math.abs(b.y - a.y))));
    for (let k = 0; k <= length; k++) {
      const x = Math.round(a.x + ((b.x - a.x) * k) / length);
      const y = Math.round(a.y + ((b.y - a.y) * k) / length);
      into.data.set(COLOUR, 3 * (y * into.width + x));
    }
  }
}
