// Folder for the results of an image.

import { dirname, resolve } from 'node:path';

/**
 * `setting`: absolute, or relative to `workspaceFolder`, which holds the image; an image outside of every workspace
 * folder has its results beside it.
 */
export function resultsFolder(setting: string, image: string, workspaceFolder: string | undefined): string {
  return resolve(workspaceFolder ?? dirname(image), setting);
}
