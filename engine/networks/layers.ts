// Vocabulary of network definitions. A network is plain data: a tree of layers that the TensorFlow.js interpreter runs
// and differentiates, and that the ONNX writer turns into a file. Nothing here computes.
//
// Parameter names follow from the position in the tree exactly as PyTorch's nn.Sequential numbers its children. They
// equal the keys of the reference's state_dict, so weight files fit both (names.ts has the rule). Shapes are written
// (N, C, H, W) as in the paper's code; each interpreter chooses its own memory layout.

export type PadMode = 'zero' | 'reflect' | 'replicate';

export type Layer =
  | { readonly kind: 'conv'; readonly conv: Convolution }
  /** 3×3, 4×4 … stride 2, PyTorch's ConvTranspose2d; `outputPaddingPx` rows and columns are added at the end. */
  | { readonly kind: 'convTranspose'; readonly conv: Convolution; readonly outputPaddingPx: number }
  | { readonly kind: 'norm'; readonly norm: 'batch' | 'instance' | 'identity'; readonly channels: number }
  | { readonly kind: 'relu' }
  | { readonly kind: 'leakyRelu'; readonly slope: number }
  | { readonly kind: 'tanh' }
  | { readonly kind: 'sigmoid' }
  | { readonly kind: 'dropout'; readonly rate: number }
  | { readonly kind: 'pad'; readonly mode: PadMode; readonly px: number }
  /** Nearest-neighbour enlargement, twice in both directions. */
  | { readonly kind: 'upsample' }
  /** Children in order; the child at index i is named "<prefix>i", unless they are unnumbered (see `childPath`). */
  | { readonly kind: 'sequence'; readonly layers: readonly Layer[]; readonly numbered?: false }
  /** A child with a name of its own in the state_dict ("model", "conv_block"). */
  | { readonly kind: 'named'; readonly name: string; readonly layer: Layer }
  /** x + body(x). */
  | { readonly kind: 'residual'; readonly body: Layer }
  /** concat(x, body(x)) on the channel axis, x first. */
  | { readonly kind: 'skip'; readonly body: Layer }
  /** d = body(x); concat(x · gate(d, x), d): the attention U-Net's skip connection (Oktay et al. 2018). */
  | { readonly kind: 'attentionSkip'; readonly body: Layer; readonly gate: AttentionGate };

export interface Convolution {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelPx: number;
  readonly stride: number;
  /** Zeros added on all four sides; other paddings are a `pad` layer of their own. */
  readonly paddingPx: number;
  readonly useBias: boolean;
  /** Spectral normalisation (Miyato et al. 2018): the stored weight is divided by its largest singular value. */
  readonly spectralNorm: boolean;
}

/** ψ = sigmoid(psi(ReLU(wG(g) + wX(x)))), one channel wide. */
export interface AttentionGate {
  readonly wG: Layer;
  readonly wX: Layer;
  readonly psi: Layer;
}

export interface Network {
  /** Title shown to people: "ResNet-9 generator, 64 filters". */
  readonly title: string;
  readonly inChannels: number;
  readonly outChannels: number;
  /** Height and width must be multiples of this. */
  readonly sizeMultiplePx: number;
  readonly root: Layer;
}

/** Constants that PyTorch uses for every norm layer and that the reference never changes. */
export const NORM_EPSILON = 1e-5;
export const NORM_MOMENTUM = 0.1;
