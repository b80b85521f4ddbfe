// The shapes of architectures as run.json holds them. A network's name and its numbers are checked again when the
// network is built.

import type { DiscriminatorArchitecture, GeneratorArchitecture } from '../../networks/architecture.js';
import { oneOf, stored, text, truth, whole, type Shape } from '../../protocol/shape.js';

const name = text({ most: 100 });
const count = whole(0);
const norm = oneOf('batch', 'instance', 'none', 'spectral');

export const generatorArchitecture: Shape<GeneratorArchitecture> = stored({
  name: name as Shape<GeneratorArchitecture['name']>, // buildNetwork refuses others
  inChannels: count,
  outChannels: count,
  filters: count,
  norm,
  dropout: truth,
  padding: oneOf('zero', 'reflect', 'replicate'),
  upsampling: oneOf('transposed-convolution', 'resize-convolution'),
});

export const discriminatorArchitecture: Shape<DiscriminatorArchitecture> = stored({
  name: oneOf('patchgan', 'pixelgan'),
  inChannels: count,
  filters: count,
  norm,
  layers: count,
});
