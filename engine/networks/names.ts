// The rule by which a position in the tree of layers becomes a parameter name. Every walker of the tree follows it: the
// TensorFlow.js interpreter, the list of parameters, the ONNX writer.
//
// A path is the name of a layer without a trailing dot ("model.10.conv_block.0"); the root's path is ''. Only
// `sequence` and `named` add to the path. `residual`, `skip` and `attentionSkip` pass theirs on to their body. The
// three parts of an attention gate are named from the root.

import type { Layer } from './layers.js';

/** Path of the i-th child of a sequence: numbered like PyTorch's nn.Sequential, or the sequence's own path. */
export function childPath(path: string, sequence: Layer & { kind: 'sequence' }, index: number): string {
  return sequence.numbered === false ? path : namedPath(path, String(index));
}

/** Path of a child that has a name of its own. */
export function namedPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** The spectral norm's parameters (torch.nn.utils.parametrizations.spectral_norm) of the convolution at a path. */
export function spectralNames(path: string): { original: string; u: string; v: string } {
  const parametrization = `${path}.parametrizations.weight`;
  return {
    original: `${parametrization}.original`,
    u: `${parametrization}.0._u`,
    v: `${parametrization}.0._v`,
  };
}
