// Things in a picture that are no nuclei to count, drawn into its densities without a label: ghosts of nuclei out of focus, debris, grains
// of pigment, red blood cells, folds.

import type { Random } from '../random/random.js';
import type { Densities } from './densities.js';
import { noise, smoothStep, type Field, type Size } from './field.js';
import type { Look } from './look.js';

/** Yellow to red colour that is neither stain: of red cells and pigment, in densities of red, green and blue light. */
export interface OtherColour {
  readonly density: Field;
  readonly vector: readonly [number, number, number];
}

/** Draws into the densities; returns the density of what has another colour. */
export function addDistractors(
  densities: Densities,
  size: Size,
  look: Look,
  random: Random,
): readonly OtherColour[] {
  const { hematoxylin, dab } = densities;
  const { ghosts, debris, pigment, redCells, folds } = look.background;
  for (let i = 0; i < ghosts; i++) {
    const isBrown = random.uniform() < 0.3;
    const field = isBrown ? dab : hematoxylin;
    // Far out of focus: so pale that nobody would count it, with edges as wide as the nucleus itself.
    spot(field, size, random, {
      radius: 6 + 14 * random.uniform(),
      softness: 0.9,
      density: 0.2 * look.hematoxylin * (0.3 + random.uniform()),
    });
  }
  for (let i = 0; i < debris; i++)
    spot(random.uniform() < 0.5 ? dab : hematoxylin, size, random, {
      radius: 0.8 + 2.5 * random.uniform(),
      softness: 0.5,
      density: 0.2 + 0.8 * random.uniform(),
    });
  const grains = new Float32Array(hematoxylin.length);
  for (let i = 0; i < pigment; i++)
    spot(grains, size, random, { radius: 1 + 3 * random.uniform(), softness: 0.3, density: 1.2 });
  const red = new Float32Array(hematoxylin.length);
  for (let i = 0; i < redCells; i++)
    spot(red, size, random, { radius: 9 + 4 * random.uniform(), softness: 0.25, density: 0.35 });
  for (let i = 0; i < folds; i++) fold(densities, size, random);
  const others: readonly OtherColour[] = [
    { density: grains, vector: [0.5, 0.58, 0.64] },
    { density: red, vector: [0.12, 0.75, 0.65] },
  ];
  return others.filter(({ density }) => density.some((value) => value > 0));
}

interface Spot {
  readonly radius: number;
  /** Part of the radius over which it fades. */
  readonly softness: number;
  readonly density: number;
}

/** Ellipse at a random place, turned at random. */
function spot(
  field: Field,
  { width, height }: Size,
  random: Random,
  { radius, softness, density }: Spot,
): void {
  const [x0, y0] = [random.uniform() * width, random.uniform() * height];
  const angle = Math.PI * random.uniform();
  const stretch = 1 + 0.6 * random.uniform();
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const reach = Math.ceil(radius * stretch * (1 + softness));
  for (let y = Math.max(0, Math.floor(y0 - reach)); y <= Math.min(height - 1, y0 + reach); y++)
    for (let x = Math.max(0, Math.floor(x0 - reach)); x <= Math.min(width - 1, x0 + reach); x++) {
      const [dx, dy] = [x - x0, y - y0];
      const distance = Math.hypot((dx * cos + dy * sin) / stretch, (dy * cos - dx * sin) * stretch) / radius;
      field[y * width + x]! += density * (1 - smoothStep(distance, 1 - softness, 1 + softness));
    }
}

/** Band in which the tissue lies twice: all densities grow. */
function fold({ hematoxylin, dab }: Densities, size: Size, random: Random): void {
  const angle = Math.PI * random.uniform();
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const wave = noise(size, 60, random);
  const offset = (random.uniform() - 0.5) * size.width;
  const widthPx = 8 + 25 * random.uniform();
  hematoxylin.forEach((_, i) => {
    const [x, y] = [(i % size.width) - size.width / 2, Math.floor(i / size.width) - size.height / 2];
    const distance = Math.abs(x * cos + y * sin - offset + 12 * wave[i]!);
    const more = 1 - smoothStep(distance, 0.6 * widthPx, widthPx);
    hematoxylin[i]! *= 1 + 0.9 * more;
    dab[i]! *= 1 + 0.9 * more;
  });
}
