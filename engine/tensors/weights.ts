// Weights in memory, in the layout that PyTorch and our safetensors files share.

/** float32 in C order. Convolution weights are (out, in, kH, kW), transposed convolutions (in, out, kH, kW). */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Tensors by parameter name; the names are the keys of the reference's state_dict ("model.10.conv_block.0.weight"). */
export type Weights = ReadonlyMap<string, StoredTensor>;

export interface NamedTensors {
  readonly weights: Weights;
  /** Counters, which are not trained: num_batches_tracked of every batch normalisation. */
  readonly integers: ReadonlyMap<string, IntegerTensor>;
}

export interface IntegerTensor {
  readonly shape: readonly number[];
  readonly data: BigInt64Array;
}
