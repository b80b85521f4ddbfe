// A model's networks as ONNX files, the same bytes that our own onnxruntime backend runs.

import { join } from 'node:path';
import { writeOnnx } from '../backends/onnx/writeOnnx.js';
import { networkEntries } from '../checkpoints/manifest.js';
import { readNetworkWeights, type ModelFolder } from '../checkpoints/modelFolder.js';
import { makeBeside, writePieces } from '../files/writeBeside.js';
import { buildNetwork } from '../networks/build.js';
import { checkWeights } from '../networks/parameters.js';
import type { Control } from '../protocol/progress.js';
import { throwIfCancelled } from '../control/cancel.js';

export interface ExportedNetwork {
  readonly file: string;
  readonly bytes: number;
}

/**
 * Writes `<out>/<weight file's name>.onnx` for every generator. Input "image" (1, C, H, W) in [-1, 1].
 * Throws `model-invalid`, `output-unwritable`.
 */
export async function exportOnnx(
  { dir, manifest }: ModelFolder,
  out: string,
  normalisation: 'tile' | 'running',
  control: Control = {},
): Promise<readonly ExportedNetwork[]> {
  const entries = networkEntries(manifest);
  const exported: ExportedNetwork[] = [];
  for (const [done, entry] of entries.entries()) {
    throwIfCancelled(control);
    control.report?.({ stage: 'networks', done, total: entries.length });
    const network = buildNetwork(entry.architecture);
    const weights = await readNetworkWeights(dir, entry);
    checkWeights(network, weights, { normalisation });
    const bytes = writeOnnx(network, weights, { normalisation });
    const file = join(out, entry.weights.replace(/\.safetensors$/, '.onnx'));
    await makeBeside(file, (temporary) => writePieces(temporary, [bytes]));
    exported.push({ file, bytes: bytes.length });
  }
  return exported;
}
