// A run's events as TensorBoard shows them: losses, rates, speed and metrics as scalars under the names that the events
// have, sample pictures as images, the run's configuration as hyperparameters.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunEvent, SamplePicture } from '../runlog/runEvents.js';
import type { RunListener } from './runListener.js';
import { sessionEnd, sessionStart, type HyperParameters, type SummaryValue } from './tensorBoardEvents.js';
import { beginTensorBoardFile } from './tensorBoardFile.js';

/**
 * Begins this process's event file in the run's folder, which gets the events that the listener hears.
 * @param step after which the run continues
 * @param asked configuration of the run
 * @param note is told when nothing can be written; the run continues
 */
export async function beginTensorBoardLog(
  dir: string,
  step: number,
  asked: Readonly<Record<string, unknown>>,
  started: Date,
  note: (line: string) => void,
): Promise<RunListener> {
  const file = await beginTensorBoardFile(dir, step, started, note);
  const startSeconds = started.getTime() / 1000;
  const hparams = hyperParameters(asked);
  await file.append({ wallTime: startSeconds, step: 0, summary: [sessionStart(hparams, startSeconds)] });
  const shown = new Set<string>();
  return {
    hear: async (event) => {
      const wallTime = Date.parse(event.time) / 1000;
      const summary =
        event.type === 'samples' ? await imagesOf(dir, event.pictures, shown) : valuesOf(event, wallTime);
      if (summary.length > 0) await file.append({ wallTime, step: event.step, summary });
    },
  };
}

function valuesOf(event: RunEvent, wallTime: number): SummaryValue[] {
  switch (event.type) {
    case 'step':
      return [
        ...scalars(event.losses),
        ...scalars({
          'rate/generators': event.generatorRate,
          'rate/discriminators': event.discriminatorRate,
          'speed/step-ms': event.stepMs,
          'memory/MiB': event.memoryMiB,
        }),
      ];
    case 'validation':
      return scalars(event.metrics);
    case 'rates':
      return scalars({
        'rate/generators': event.generatorRate,
        'rate/discriminators': event.discriminatorRate,
      });
    case 'ended':
      // A run that was stopped may be resumed, and TensorBoard keeps the first end that it reads.
      if (event.why === 'stopped') return [];
      return [sessionEnd(event.why === 'done' ? 'success' : 'failure', wallTime)];
    default:
      return [];
  }
}

/** Metrics that are not defined are left out; NaN stays NaN. */
function scalars(values: Readonly<Record<string, number | null>>): SummaryValue[] {
  return Object.entries(values).flatMap(([tag, scalar]) => (scalar === null ? [] : [{ tag, scalar }]));
}

/** Truth and input are the same at every step, and shown once. */
async function imagesOf(
  dir: string,
  pictures: readonly SamplePicture[],
  shown: Set<string>,
): Promise<SummaryValue[]> {
  const values: SummaryValue[] = [];
  for (const { tile, image, role, file } of pictures) {
    if (shown.has(file)) continue;
    shown.add(file);
    const png = await readFile(join(dir, file));
    const size = pngSize(png);
    if (size) values.push({ tag: `${tile}/${image}/${role}`, image: { ...size, png } });
  }
  return values;
}

/** Size from the header chunk, which is always the first (PNG specification, 11.2.2). */
function pngSize(png: Buffer): { readonly width: number; readonly height: number } | undefined {
  if (png.length < 24 || png.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

const MOST_HYPERPARAMETERS = 1000;

/** Nested objects become "plan.objective.lambdaL1", lists of plain values one value; lists of objects have numbers as names. */
export function hyperParameters(asked: Readonly<Record<string, unknown>>): HyperParameters {
  const found: Record<string, string | number | boolean> = {};
  const visit = (value: unknown, name: string): void => {
    if (Object.keys(found).length >= MOST_HYPERPARAMETERS) return;
    if (typeof value === 'string' || typeof value === 'boolean') found[name] = value;
    else if (typeof value === 'number') found[name] = value;
    else if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
      found[name] = value.join(', ');
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) visit(inner, name === '' ? key : `${name}.${key}`);
  };
  visit(asked, '');
  return found;
}
