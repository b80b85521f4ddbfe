// Opens a model from elsewhere, by what its folder says it is: an ONNX file, or a program of a plug-in. Says which backend
// computes it.

import type { BackendId } from '../backends/backend.js';
import type { ModelFolder } from '../checkpoints/modelFolder.js';
import type { Wanted } from '../deepliif/plan.js';
import type { ProvidedModel } from '../inference/loadedModel.js';
import { PROGRAM_BACKEND } from '../protocol/backends.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';

/** Wishes that only networks of known architectures fulfil. */
export interface ProvidedOptions {
  readonly backend?: BackendId | undefined;
  readonly normalisation?: string | undefined;
}

export interface OpenedProvided {
  readonly model: ProvidedModel;
  readonly backend: { readonly id: BackendId; readonly description: string };
  /** Why this backend, in words. */
  readonly reason: string;
}

const ONNX_BACKEND = 'onnx';

/** True for a model whose networks we do not know. */
export function isProvided({ manifest, program }: ModelFolder): boolean {
  return program !== undefined || manifest.onnx !== undefined;
}

/**
 * Opens the model; the caller disposes of it.
 * @throws EngineError `usage` for a backend that does not run it, `model-invalid`, `plugin-failed`, `cancelled`
 */
export async function openProvided(
  folder: ModelFolder,
  wanted: Wanted,
  options: ProvidedOptions,
  control: Control,
): Promise<OpenedProvided> {
  const { manifest, program } = folder;
  if (options.normalisation !== undefined)
    throw new EngineError(
      'usage',
      `${manifest.title} comes from elsewhere: its batch norms use the statistics that are in it. Leave out --normalisation.`,
    );
  control.report?.({ stage: 'loading networks', done: 0, total: 1 });
  if (program) {
    const { openProcessModel } = await import('./processModel.js');
    const model = await openProcessModel({ ...folder, program }, wanted, {}, control);
    const { plugin } = folder;
    const description = `program ${program.command}${plugin ? ` of ${plugin.title} ${plugin.version}` : ''}`;
    const reason = 'the model is a program of a plug-in, which computes by itself';
    return { model, backend: { id: PROGRAM_BACKEND, description }, reason };
  }
  if (options.backend !== undefined && options.backend !== ONNX_BACKEND)
    throw new EngineError(
      'usage',
      `${manifest.title} is an ONNX file, which only the backend "onnx" runs, not "${options.backend}". Choose "onnx", or ` +
        'leave the choice to DeepLIIF.',
    );
  const { openOnnxModel } = await import('./onnxModel.js');
  const model = await openOnnxModel(folder, wanted, {}, control);
  return {
    model,
    backend: { id: ONNX_BACKEND, description: 'onnxruntime CPU, in a process of its own' },
    reason: 'the model is an ONNX file, in its own precision',
  };
}
