// Bitmap whose values are turned into colours on the GPU: stored colours or one brightness or one optical density, spread
// from a lowest to a highest value, in a colour to choose. Nothing is computed ahead, so a change costs one frame.

import { BitmapLayer, type BitmapLayerProps } from '@deck.gl/layers';
import type { LayerProps } from '@deck.gl/core';

export interface Tone {
  /** Colours as stored, the brightest channel, or a weighted sum of the optical densities of the channels. */
  readonly kind: 'colours' | 'brightness' | 'density';
  /** Red, green and blue of the full value, 0 … 255. */
  readonly tint: readonly [number, number, number];
  /** Values shown as nothing and as the full colour: 0 … 1 of a channel, or optical densities. */
  readonly low: number;
  readonly high: number;
  /** Weights of the channels' densities. */
  readonly weights: readonly [number, number, number];
  /** True: no stain is white, as in bright field; false: no signal is black, as in fluorescence. */
  readonly onWhite: boolean;
  /** Colour under transparent pixels, 0 … 255; undefined: what lies below. */
  readonly ground: readonly [number, number, number] | undefined;
}

interface ToneProps {
  readonly tone: Tone;
}

const KINDS: readonly Tone['kind'][] = ['colours', 'brightness', 'density'];

const uniforms = `\
layout(std140) uniform toneUniforms {
  vec4 tint;    // w: 1 on white
  vec4 weights; // w: kind
  vec4 ground;  // w: 1 if there is one
  vec2 range;
} tone;
`;

/** Bytes have no smaller value with a density: black counts as 1. */
const FRAGMENT_SHADER = `\
#version 300 es
#define SHADER_NAME toned-bitmap-fragment-shader
precision highp float;
uniform sampler2D bitmapTexture;
in vec2 vTexCoord;
out vec4 fragColor;

vec3 toned(vec3 stored) {
  float span = max(tone.range.y - tone.range.x, 1e-6);
  if (tone.weights.w < 0.5) return clamp((stored - tone.range.x) / span, 0.0, 1.0);
  float value = tone.weights.w < 1.5
    ? max(stored.r, max(stored.g, stored.b))
    : dot(-log(max(stored, vec3(1.0 / 255.0))) / log(10.0), tone.weights.rgb);
  float share = clamp((value - tone.range.x) / span, 0.0, 1.0);
  return tone.tint.w > 0.5 ? mix(vec3(1.0), tone.tint.rgb, share) : tone.tint.rgb * share;
}

void main(void) {
  vec4 stored = texture(bitmapTexture, vTexCoord);
  vec3 shown = toned(stored.rgb);
  float alpha = stored.a * layer.opacity;
  fragColor = tone.ground.w > 0.5 ? vec4(mix(tone.ground.rgb, shown, alpha), 1.0) : vec4(shown, alpha);
}
`;

const toneModule = {
  name: 'tone',
  vs: uniforms,
  fs: uniforms,
  uniformTypes: { tint: 'vec4<f32>', weights: 'vec4<f32>', ground: 'vec4<f32>', range: 'vec2<f32>' },
} as const;

export class TonedBitmap extends BitmapLayer<ToneProps> {
  static override layerName = 'TonedBitmap';
  static override defaultProps = { tone: { type: 'object', compare: 2 } } as never;

  constructor(props: LayerProps & Partial<BitmapLayerProps> & ToneProps) {
    super(props);
  }

  override getShaders() {
    const shaders = super.getShaders() as { readonly modules: readonly object[] };
    return { ...shaders, fs: FRAGMENT_SHADER, modules: [...shaders.modules, toneModule] } as never;
  }

  override draw(options: Parameters<BitmapLayer['draw']>[0]): void {
    const { kind, tint, low, high, weights, onWhite, ground } = this.props.tone;
    this.state.model?.shaderInputs.setProps({
      tone: {
        tint: [...tint.map(share), onWhite ? 1 : 0],
        weights: [...weights, KINDS.indexOf(kind)],
        ground: ground ? [...ground.map(share), 1] : [0, 0, 0, 0],
        range: [low, high],
      },
    });
    super.draw(options);
  }
}

function share(value: number): number {
  return value / 255;
}
