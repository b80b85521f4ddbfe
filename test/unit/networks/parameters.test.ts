import assert from 'node:assert/strict';
import { buildNetwork } from '../../../engine/networks/build.js';
import { checkWeights } from '../../../engine/networks/parameters.js';
import type { StoredTensor, Weights } from '../../../engine/tensors/weights.js';
import { refusal } from '../checkpoints/refusal.js';
import { RESNET, weightsOf } from './samples.js';

const network = buildNetwork(RESNET);
const complete = weightsOf(network);
const without = (pattern: RegExp): Weights => new Map([...complete].filter(([name]) => !pattern.test(name)));
const withTensor = (name: string, tensor: StoredTensor): Weights => new Map([...complete, [name, tensor]]);
const scalar: StoredTensor = { shape: [], data: Float32Array.of(5) };

describe('weights that fit their network', () => {
  it('pass, with or without counts of batches', () => {
    checkWeights(network, complete, { normalisation: 'running' });
    checkWeights(network, withTensor('model.2.num_batches_tracked', scalar), { normalisation: 'running' });
  });

  it('may lack running statistics that are not read', () =>
    checkWeights(network, without(/running_/), { normalisation: 'tile' }));
});

describe('weights are refused', () => {
  const refused = (weights: Weights, message: RegExp, normalisation: 'tile' | 'running' = 'tile') =>
    assert.throws(() => checkWeights(network, weights, { normalisation }), refusal(message));

  it('without a tensor, which is named', () =>
    refused(without(/^model\.4\.weight$/), /missing: model\.4\.weight/));

  it('without running statistics that are needed', () =>
    refused(without(/^model\.2\.running_mean$/), /missing: model\.2\.running_mean/, 'running'));

  it('with a tensor too many', () =>
    refused(withTensor('model.99.weight', scalar), /not part of it: model\.99\.weight/));

  it('with a tensor of another shape, statistics included', () => {
    refused(
      withTensor('model.18.bias', { shape: [4], data: new Float32Array(4) }),
      /model\.18\.bias \(4, expected 3\)/,
    );
    refused(
      withTensor('model.2.running_var', { shape: [3], data: new Float32Array(3) }),
      /model\.2\.running_var \(3, expected 2\)/,
    );
  });

  it('with fewer numbers than the shape says', () =>
    refused(withTensor('model.18.bias', { shape: [3], data: new Float32Array(2) }), /model\.18\.bias/));

  it('of another network, naming a few and counting the rest', () =>
    refused(new Map(), /missing: model\.1\.weight, .* and \d+ more/));
});
