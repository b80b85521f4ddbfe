// Densities of hematoxylin and DAB of a picture, pixel by pixel: nuclei with their texture and rim, and the tissue between them.

import type { Random } from '../random/random.js';
import { depths, nearestIndex, noise, smoothStep, type Field } from './field.js';
import type { Look } from './look.js';
import type { NucleusStains } from './nucleusStains.js';
import type { Section } from './nucleusSource.js';
import type { Scene } from './scene.js';
import { smoothPlane } from './smooth.js';

export interface Densities {
  readonly hematoxylin: Field;
  readonly dab: Field;
  /** Distance of each pixel of a nucleus from its border, pixels. */
  readonly depth: Field;
}

/** The border of a nucleus is stained more, over this width. */
const RIM_PX = 2.5;
/** Hematoxylin is never as dark as to lose its blue, whatever the sensor does: only DAB is black. */
const MOST_HEMATOXYLIN = 1.3;
/** Sides of a nucleus fade into what lies around it over this depth. */
const EDGE_PX = 1.5;

export function drawDensities(scene: Scene, stains: NucleusStains, look: Look, random: Random): Densities {
  const { labels, texture } = scene;
  const depth = depths(labels, scene);
  if (scene.section) {
    const fields = densitiesOfSection(scene, scene.section, depth, stains, look, random);
    return { ...defocused(fields, scene, look, random), depth };
  }
  const tissue = tissueOf(scene, look, random);
  const coarse = noise(scene, 6, random);
  const fine = noise(scene, 2, random);
  const rim = 0.15 + 0.35 * random.uniform();
  const hematoxylin = tissue.map(
    (share, i) => share * look.background.hematoxylin * (1 + look.background.unevenness * coarse[i]!),
  );
  const dab = tissue.map((share) => share * look.background.dab);
  addFibres(hematoxylin, scene, look, tissue, random);
  addCytoplasm(hematoxylin, dab, scene, stains, look);
  // DAB settles in grains of its own: it does not follow the chromatin.
  const grains = noise(scene, 3 + 4 * random.uniform(), random);
  labels.forEach((nucleus, i) => {
    if (nucleus === 0) return;
    const inside = smoothStep(depth[i]!, 0, EDGE_PX + 1);
    const atRim = 1 - smoothStep(depth[i]!, RIM_PX - 1, RIM_PX + 1.5);
    const chromatin = 1 + look.texture * (texture[i]! + 0.5 * coarse[i]! + 0.3 * fine[i]!) + rim * atRim;
    hematoxylin[i] = mix(hematoxylin[i]!, stains.hematoxylin[nucleus]! * Math.max(0.1, chromatin), inside);
    const settled = 1 + look.dabGrain * grains[i]! + 0.5 * look.texture * texture[i]!;
    dab[i] = mix(dab[i]!, stains.dab[nucleus]! * Math.max(0.1, settled), inside);
  });
  const fields = { hematoxylin: bounded(hematoxylin, MOST_HEMATOXYLIN), dab: bounded(dab) };
  return { ...defocused(fields, scene, look, random), depth };
}

type StainFields = Pick<Densities, 'hematoxylin' | 'dab'>;

/** A section is thicker than what a lens sees sharply: some nuclei, still counted, lie out of focus. */
function defocused(fields: StainFields, scene: Scene, look: Look, random: Random): StainFields {
  if (look.defocusedShare === 0) return fields;
  const { labels, count, width, height } = scene;
  const isDefocused = Uint8Array.from({ length: count + 1 }, (_, nucleus) =>
    nucleus > 0 && random.uniform() < look.defocusedShare ? 1 : 0,
  );
  const blurred = (field: Field) => smoothPlane(field, width, height, look.defocusPx);
  const near = blurred(Float32Array.from(labels, (label) => isDefocused[label]!));
  const withBlur = (field: Field) => {
    const soft = blurred(field);
    return field.map((sharp, i) => sharp + (soft[i]! - sharp) * smoothStep(near[i]!, 0.05, 0.4));
  };
  return { hematoxylin: withBlur(fields.hematoxylin), dab: withBlur(fields.dab) };
}

/** A section that was stained otherwise: its hematoxylin stays where it lies, its nuclei are stained anew. */
function densitiesOfSection(
  scene: Scene,
  section: Section,
  depth: Field,
  stains: NucleusStains,
  look: Look,
  random: Random,
): StainFields {
  const grains = noise(scene, 3 + 4 * random.uniform(), random);
  const { labels } = scene;
  // An IHC counterstain colours less of what is no nucleus than the hematoxylin of an H&E section.
  const between = Math.min(1, look.background.hematoxylin / look.hematoxylin + 0.15 + 0.6 * random.uniform());
  const cast = random.uniform() < 0.3 ? 0.1 * random.uniform() : 0;
  const hematoxylin = section.hematoxylin.map((value, i) => {
    const nucleus = labels[i]!;
    return nucleus === 0
      ? look.hematoxylin * between * value + cast * section.counterstain[i]!
      : stains.hematoxylin[nucleus]! * value;
  });
  const dab = section.counterstain.map((value) => look.background.dab * Math.min(2, value));
  addCytoplasm(hematoxylin, dab, scene, stains, look);
  labels.forEach((nucleus, i) => {
    if (nucleus === 0) return;
    const inside = smoothStep(depth[i]!, 0, EDGE_PX + 1);
    const settled = 1 + look.dabGrain * grains[i]! + 0.6 * (section.hematoxylin[i]! - 1);
    dab[i] = mix(dab[i]!, stains.dab[nucleus]! * Math.max(0.15, settled), inside);
  });
  return { hematoxylin: bounded(hematoxylin, MOST_HEMATOXYLIN), dab: bounded(dab) };
}

/** 1 in tissue, 0 on glass and in lumina; nuclei always lie in tissue. */
function tissueOf(scene: Scene, look: Look, random: Random): Field {
  const field = noise(scene, 80, random);
  const sorted = Float32Array.from(field).sort();
  const edge = sorted[Math.floor((1 - look.background.tissue) * (sorted.length - 1))]!;
  const near = smoothPlane(
    Float32Array.from(scene.labels, (label) => (label === 0 ? 0 : 1)),
    scene.width,
    scene.height,
    6,
  );
  return field.map((value, i) =>
    Math.min(1, smoothStep(value, edge - 0.15, edge + 0.15) + smoothStep(near[i]!, 0.02, 0.3)),
  );
}

/** Fibres leave their straight line by about this much. */
const BEND_PX = 22;

/** Stroma: noise that is long in one direction, here along either axis or crossed. */
function addFibres(
  hematoxylin: Field,
  scene: Scene,
  { background }: Look,
  tissue: Field,
  random: Random,
): void {
  if (background.fibres === 0) return;
  const along = noise(scene, 4, random, 60);
  const across = noise(scene, 60, random, 4);
  const share = random.uniform();
  const [bentX, bentY] = [noise(scene, 70, random), noise(scene, 70, random)];
  hematoxylin.forEach((value, i) => {
    // Strands run in waves: each pixel looks at a place beside itself.
    const x = nearestIndex((i % scene.width) + BEND_PX * bentX[i]!, scene.width);
    const y = nearestIndex(Math.floor(i / scene.width) + BEND_PX * bentY[i]!, scene.height);
    const from = y * scene.width + x;
    const strands = share * along[from]! + (1 - share) * across[from]!;
    hematoxylin[i] = value + 0.12 * background.fibres * tissue[i]! * smoothStep(strands, -0.3, 1.5);
  });
}

/** Halo of each nucleus: cytoplasm with a little hematoxylin and, in stains of cytoplasm and membrane, with DAB. */
function addCytoplasm(
  hematoxylin: Field,
  dab: Field,
  { labels, width, height }: Scene,
  { positive }: NucleusStains,
  { background }: Look,
): void {
  const { cytoplasm, cytoplasmDab, membraneDab } = background;
  if (cytoplasm === 0 && cytoplasmDab === 0 && membraneDab === 0) return;
  const around = smoothPlane(
    Float32Array.from(labels, (label) => (label === 0 ? 0 : 1)),
    width,
    height,
    5,
  );
  const brown = smoothPlane(
    Float32Array.from(labels, (label) => positive[label]!),
    width,
    height,
    6,
  );
  around.forEach((value, i) => {
    hematoxylin[i]! += 0.15 * cytoplasm * smoothStep(value, 0.05, 0.6);
    dab[i]! += cytoplasmDab * smoothStep(Math.max(brown[i]!, 0.4 * value), 0.05, 0.5);
    // The membrane lies where the halo ends.
    dab[i]! += membraneDab * Math.exp(-(((value - 0.12) / 0.05) ** 2));
  });
}

function mix(outside: number, inside: number, share: number): number {
  return outside + (Math.max(inside, outside) - outside) * share;
}

function bounded(field: Field, most = Infinity): Field {
  return field.map((value) => Math.min(most, Math.max(0, value)));
}
