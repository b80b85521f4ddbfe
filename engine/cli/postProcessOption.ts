// The option --post-process of `infer` and `postprocess`, and the list of post-processors in their help.

import { Option, type Command } from 'commander';
import { listPostProcessors } from '../postprocessing/findPostProcessors.js';
import { addHelpLines } from './help.js';

/** Collects the ids of a flag that may be given several times. */
export function postProcessOption(): Option {
  return new Option(
    '--post-process <id>',
    'change the segmentation map by this rule before it is scored; may be given several times',
  ).argParser((id: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), id]);
}

export function addPostProcessorHelp(command: Command): void {
  addHelpLines(
    command,
    'Post-processors:',
    listPostProcessors().map(({ id, detail }) => `${id}: ${detail}`),
  );
}
