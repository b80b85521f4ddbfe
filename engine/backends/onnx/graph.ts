// A graph under construction: nodes in the order in which they run, and the tensors they read. A node is named like
// its first output.

import type { Attributes, OnnxNode, OnnxTensor, TensorData } from './wire.js';

/** Name of what a node gives or of a stored tensor. */
export type Value = string;

export interface GraphBuilder {
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  /** Adds a node and gives its output. `name` is a wish: a number is appended when it is taken. */
  readonly add: (
    name: string,
    op: string,
    inputs: readonly Value[],
    attributes?: Attributes,
    domain?: string,
  ) => Value;
  /** The same for a node with several outputs. */
  readonly addSeveral: (name: string, op: string, inputs: readonly Value[], outputs: number) => Value[];
  /** Stores a tensor. `name` is a wish, as for `add`. */
  readonly tensor: (name: string, dims: readonly number[], data: TensorData) => Value;
  /** A float32 vector or, without `dims`, scalar. */
  readonly floats: (name: string, data: Float32Array | number) => Value;
  /** A vector of int64, which shapes, axes and paddings are. Equal ones are stored once. */
  readonly integers: (data: readonly number[]) => Value;
}

export function createGraph(): GraphBuilder {
  const nodes: OnnxNode[] = [];
  const tensors: OnnxTensor[] = [];
  const taken = new Set<string>();
  const integerVectors = new Map<string, Value>();

  const free = (wish: string): string => {
    let name = wish;
    for (let i = 2; taken.has(name); i++) name = `${wish}_${i}`;
    taken.add(name);
    return name;
  };

  const builder: GraphBuilder = {
    nodes,
    tensors,
    add(wish, op, inputs, attributes = {}, domain = '') {
      const name = free(wish);
      nodes.push({ outputs: [name], op, domain, inputs, attributes });
      return name;
    },
    addSeveral(wish, op, inputs, count) {
      const outputs = Array.from({ length: count }, () => free(wish));
      nodes.push({ outputs, op, domain: '', inputs, attributes: {} });
      return outputs;
    },
    tensor(wish, dims, data) {
      const name = free(wish);
      tensors.push({ name, dims, data });
      return name;
    },
    floats: (wish, data) =>
      typeof data === 'number'
        ? builder.tensor(wish, [], Float32Array.of(data))
        : builder.tensor(wish, [data.length], data),
    integers(data) {
      const key = data.join();
      let value = integerVectors.get(key);
      if (value === undefined) {
        value = builder.tensor(
          `integers_${key || 'none'}`,
          [data.length],
          BigInt64Array.from(data.map(BigInt)),
        );
        integerVectors.set(key, value);
      }
      return value;
    },
  };
  return builder;
}
