// Sample pictures at a step: of every run the newest that are not newer than the step, so that one slider moves all runs,
// modalities and masks together.

import type { SampleOfTile, SamplesMessage, SampleStep } from '../messages/training.js';

export type SamplesByRun = ReadonlyMap<string, readonly SampleStep[]>;

export function withSamples(known: SamplesByRun, { run, from, samples }: SamplesMessage): SamplesByRun {
  return new Map(known).set(run, [...(known.get(run) ?? []).slice(0, from), ...samples]);
}

/** Steps at which any of these runs has samples, ascending. */
export function sampleSteps(samples: SamplesByRun, runs: readonly string[]): readonly number[] {
  const steps = new Set(runs.flatMap((run) => (samples.get(run) ?? []).map(({ step }) => step)));
  return [...steps].sort((a, b) => a - b);
}

/** Newest samples at or before `step`; the first ones where all are later. */
export function samplesAt(samples: readonly SampleStep[], step: number): SampleStep | undefined {
  return samples.findLast((one) => one.step <= step) ?? samples[0];
}

/** Names of the tiles that have pictures. */
export function tilesOf(samples: SamplesByRun, runs: readonly string[]): readonly string[] {
  const names = runs.flatMap((run) => (samples.get(run)?.at(-1)?.pictures ?? []).map(({ tile }) => tile));
  return [...new Set(names)];
}

export interface SamplePictures {
  readonly image: string;
  readonly input?: string;
  readonly generated?: string;
  readonly truth?: string;
}

/**
 * Addresses of the pictures of one tile, one entry an image: the input first, then those that the run declares, in that
 * order, then others. Parts of a segmentation have the truth of the whole.
 */
export function picturesOf(
  { pictures }: SampleStep,
  tile: string,
  declared: readonly string[],
): readonly SamplePictures[] {
  const mine = pictures.filter((picture) => picture.tile === tile);
  const names = [...new Set([...declared, ...mine.map(({ image }) => image)])];
  const uriOf = (image: string, role: SampleOfTile['role']) =>
    mine.find((picture) => picture.image === image && picture.role === role)?.uri;
  const entries = names.flatMap((image) => {
    const input = uriOf(image, 'input');
    const generated = uriOf(image, 'generated');
    const own = uriOf(image, 'truth');
    const truth = own ?? (image.startsWith('segmentation') ? uriOf('segmentation', 'truth') : undefined);
    if (input === undefined && generated === undefined && own === undefined) return [];
    return {
      image,
      ...(input === undefined ? {} : { input }),
      ...(generated === undefined ? {} : { generated }),
      ...(truth === undefined ? {} : { truth }),
    };
  });
  return [...entries.filter(({ input }) => input), ...entries.filter(({ input }) => !input)];
}
