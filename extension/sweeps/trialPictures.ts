// Last sample pictures of a trial's run, for the tiles of the page.

import { join } from 'node:path';
import type { SweepNow } from '../../engine/reading/followSweep.js';
import { glanceAtEvents } from '../../engine/reading/glanceRun.js';
import { runFolderOfTrial } from '../../engine/reading/glanceSweep.js';
import type { TrialPicturesMessage } from '../../webview/messages/sweep.js';
import { sampleStep } from '../runs/sampleStep.js';

/** Pictures of one trial: of its first tile, the input and what each network made of it. */
const MOST_PICTURES = 12;

/**
 * @param sweep folder of the sweep
 * @param uriOf address under which the page can fetch a file; another version is another address
 */
export async function trialPictures(
  sweep: string,
  number: number,
  trial: SweepNow['changed'][number] | undefined,
  uriOf: (file: string, version: string) => string,
): Promise<TrialPicturesMessage> {
  const run = trial && runFolderOfTrial(trial, sweep);
  const none: TrialPicturesMessage = { type: 'pictures', trial: number, pictures: [] };
  if (run === undefined) return none;
  const { state } = await glanceAtEvents(run).catch(() => ({ state: undefined }));
  const event = state?.samples.at(-1);
  const last = event && sampleStep(event, (file, version) => uriOf(join(run, file), version));
  const tile = last?.pictures[0]?.tile;
  if (!last || tile === undefined) return none;
  const pictures = last.pictures
    .filter((picture) => picture.tile === tile && picture.role !== 'truth')
    .slice(0, MOST_PICTURES)
    .map(({ image, uri }) => ({ name: image, url: uri }));
  return { ...none, pictures };
}
