// Sample pictures of a step as a page gets them: with the addresses of their files.

import type { SamplesEvent } from '../../engine/runlog/runEvents.js';
import type { SampleStep } from '../../webview/messages/training.js';

/**
 * @param uriOf address under which the page can fetch a file of the run. A resumed run that repeats steps writes the files
 *   of generated pictures again: another `version` is another address.
 */
export function sampleStep(
  event: SamplesEvent,
  uriOf: (file: string, version: string) => string,
): SampleStep {
  return {
    step: event.step,
    epoch: event.epoch,
    pictures: event.pictures.map(({ file, ...rest }) => ({
      ...rest,
      uri: uriOf(file, rest.role === 'generated' ? event.time : ''),
    })),
  };
}
