// Modalities of a rendered picture, as multiplex immunofluorescence would show them: hematoxylin alone, DAPI, LAP2β (the rim
// of nuclei), the protein marker, and the segmentation.

import type { Raster } from '../protocol/raster.js';
import type { Random } from '../random/random.js';
import { photograph } from './camera.js';
import type { Densities } from './densities.js';
import { noise, type Field } from './field.js';
import type { Look } from './look.js';
import type { NucleusStains } from './nucleusStains.js';
import type { Scene } from './scene.js';
import { smoothPlane } from './smooth.js';

export interface Modalities {
  readonly hematoxylin: Raster;
  readonly dapi: Raster;
  readonly lap2: Raster;
  readonly marker: Raster;
  readonly segmentation: Raster;
}

/** Border of a nucleus in the segmentation, pixels within it. */
const BOUNDARY_PX = 2;

export function drawModalities(
  scene: Scene,
  stains: NucleusStains,
  { hematoxylin, depth }: Densities,
  look: Look,
  random: Random,
): Modalities {
  const { labels, texture } = scene;
  const strength = perNucleus(scene.count, () => Math.exp(0.35 * random.normal()));
  const nuclei = (level: (nucleus: number, i: number) => number) =>
    fluorescence(scene, (i) => (labels[i] === 0 ? 0 : level(labels[i]!, i)), random);
  const background = noise(scene, 30, random);
  return {
    // A section without DAB, in the same colours.
    hematoxylin: photograph(
      [{ density: withoutPositives(hematoxylin, scene, stains, look), vector: look.stains.hematoxylin }],
      scene,
      look.camera,
      random,
    ),
    dapi: nuclei((nucleus, i) => 95 * strength[nucleus]! * (1 + 0.22 * texture[i]!) + 4 * background[i]!),
    lap2: tinted(
      nuclei((nucleus, i) => 150 * strength[nucleus]! * Math.exp(-(((depth[i]! - 1.5) / 1.6) ** 2))),
      [0.14, 1, 0.29],
    ),
    marker: nuclei(
      (nucleus, i) =>
        stains.positive[nucleus]! * Math.min(235, 60 + 90 * stains.dab[nucleus]!) * (1 + 0.15 * texture[i]!),
    ),
    segmentation: segmentationOf(scene, stains, depth),
  };
}

/** Positive nuclei have their full counterstain where there is no DAB. */
function withoutPositives(
  hematoxylin: Field,
  { labels }: Scene,
  { positive }: NucleusStains,
  { counterstainOfPositives }: Look,
): Field {
  return hematoxylin.map((density, i) =>
    positive[labels[i]!] === 1 ? density / counterstainOfPositives : density,
  );
}

function perNucleus(count: number, draw: () => number): Float64Array {
  return Float64Array.from({ length: count + 1 }, draw);
}

/** Grey picture of light that nuclei emit: dark ground, optics, a little noise. */
function fluorescence(scene: Scene, level: (i: number) => number, random: Random): Raster {
  const { width, height } = scene;
  const light = Float32Array.from({ length: width * height }, (_, i) => level(i));
  const ground = 4 + 6 * random.uniform();
  const data = new Uint8Array(width * height * 3);
  smoothPlane(light, width, height, 1.1).forEach((value, i) => {
    const seen = Math.min(255, Math.max(0, Math.round(ground + value + 1.5 * random.normal())));
    data.fill(seen, 3 * i, 3 * i + 3);
  });
  return { width, height, channels: 3, data };
}

function tinted(grey: Raster, colour: readonly [number, number, number]): Raster {
  return { ...grey, data: grey.data.map((value, i) => Math.round(value * colour[i % 3]!)) };
}

/** Red positive, blue negative, green the borders of nuclei: a nucleus too narrow for a border keeps a core. */
function segmentationOf({ labels, width, height }: Scene, { positive }: NucleusStains, depth: Field): Raster {
  const data = new Uint8Array(width * height * 3);
  labels.forEach((nucleus, i) => {
    if (nucleus === 0) return;
    const channel = depth[i]! <= BOUNDARY_PX ? 1 : positive[nucleus] === 1 ? 0 : 2;
    data[3 * i + channel] = 255;
  });
  return { width, height, channels: 3, data };
}
