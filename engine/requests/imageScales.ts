// Answers image/scales: sizes of a pixel from the headers of image files, and that of the model, so that the extension
// knows for which folders it has to ask the user.

import { openModelFolder, DEFAULT_MODEL } from '../analysis/openAnalyser.js';
import { modelScale } from '../checkpoints/modelScale.js';
import { throwIfCancelled, yieldToEventLoop } from '../control/cancel.js';
import { describeImage } from '../images/decode.js';
import type { Control } from '../protocol/progress.js';
import type { ImageScale, ImageScales, ScalesParams } from '../protocol/requests.js';

/** Leaves out images that cannot be read: their analysis says why. Throws `model-not-found` and `model-invalid`. */
export async function imageScales({ model, images }: ScalesParams, control: Control): Promise<ImageScales> {
  const { mpp: modelMpp } = modelScale((await openModelFolder(model || DEFAULT_MODEL)).manifest);
  const scales: ImageScale[] = [];
  for (const path of images) {
    await yieldToEventLoop(control);
    throwIfCancelled(control);
    const described = await describeImage(path, { colour: 'managed' }).catch(() => undefined);
    if (described) scales.push({ path, ...(described.mpp === undefined ? {} : { mpp: described.mpp }) });
  }
  return { ...(modelMpp === undefined ? {} : { modelMpp }), images: scales };
}
