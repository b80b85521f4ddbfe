// Post-processors by their ids, built-in ones and those of plug-ins in use.

import './builtInPostProcessors.js';
import { postProcessors, type PostProcessor } from './postProcessors.js';

/** @throws EngineError `usage` with the ids that there are */
export function postProcessorNamed(id: string): PostProcessor {
  return postProcessors.named(id);
}

/** All rows, in the order in which listings show them. */
export function listPostProcessors(): readonly PostProcessor[] {
  return postProcessors.rows();
}
