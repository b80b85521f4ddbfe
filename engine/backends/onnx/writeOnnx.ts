// A network with its weights as an ONNX file that runs anywhere: plain operators, named like the paper's layers.

import type { Network } from '../../networks/layers.js';
import type { Weights } from '../../tensors/weights.js';
import { addSteps } from './addSteps.js';
import { plainConvolutions, type Convolutions } from './convolutions.js';
import { createGraph, type GraphBuilder } from './graph.js';
import { outputSides } from './outputSides.js';
import { INPUT, type Steps } from './step.js';
import { stepsOf } from './steps.js';
import { encodeModel, type OnnxModel } from './wire.js';

/** Names of the only input and the only output. */
export const ONNX_INPUT = INPUT;
export const ONNX_OUTPUT = 'image_out';

const OPSET = 17;

export interface WriteOnnxOptions {
  /** Statistics that batch normalisation uses: the image's own (the reference's inference) or the trained ones. */
  readonly normalisation: 'tile' | 'running';
  /** Fixes height and width; without it the file takes every size that the network does. */
  readonly tilePx?: number;
  /** Default: the network's own title. */
  readonly title?: string;
  /** Further entries of the file's metadata: model id, modality, licence. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * An ONNX file (opset 17, float32): input "image" (1, C, H, W) with values in [-1, 1], output "image_out".
 * The same network gives the same bytes. Throws `model-invalid` when weights and network do not fit together.
 */
export function writeOnnx(
  network: Network,
  weights: Weights,
  options: WriteOnnxOptions,
): Uint8Array<ArrayBuffer> {
  const { normalisation, tilePx, title = network.title, metadata = {} } = options;
  const steps = stepsOf(network, weights, { normalisation });
  const statistics =
    normalisation === 'tile'
      ? 'Batch normalisation uses mean and variance of the image itself, as DeepLIIF does at inference.'
      : 'Batch normalisation uses the trained running statistics, folded into the convolutions.';
  return writeSteps(steps, plainConvolutions, {
    doc: `${title}. ${statistics} Height and width must be multiples of ${network.sizeMultiplePx}.`,
    metadata: { title, normalisation, size_multiple_px: String(network.sizeMultiplePx), ...metadata },
    ...(tilePx === undefined ? {} : { tilePx }),
  });
}

export interface FileParts {
  readonly doc: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tilePx?: number;
}

/** Method by which a graph computes convolutions. */
export type Style = (graph: GraphBuilder) => Convolutions;

/** A file of steps in any style. */
export function writeSteps(
  steps: Steps,
  style: Style,
  { doc, metadata, tilePx }: FileParts,
): Uint8Array<ArrayBuffer> {
  const graph = createGraph();
  graph.add(ONNX_OUTPUT, 'Identity', [addSteps(graph, steps, style(graph))]);
  const channels = steps.steps.at(-1)?.channels ?? steps.inChannels;
  const domains = new Set(graph.nodes.map(({ domain }) => domain));
  domains.delete('');
  const model: OnnxModel = {
    name: steps.title,
    doc,
    producerVersion: '1',
    opset: OPSET,
    otherOpsets: Object.fromEntries([...domains].map((domain) => [domain, 1])),
    metadata,
    nodes: graph.nodes,
    tensors: graph.tensors,
    inputs: [
      {
        name: ONNX_INPUT,
        dims: [1, steps.inChannels, tilePx ?? 'height', tilePx ?? 'width'],
        doc: 'One RGB image per three channels, grey level v as v / 127.5 − 1, in [-1, 1].',
      },
    ],
    outputs: [
      {
        name: ONNX_OUTPUT,
        dims: [1, channels, ...outputSides(steps, tilePx)],
        doc: 'Grey level of a value t is (t + 1) · 127.5, rounded down.',
      },
    ],
  };
  return encodeModel(model);
}
