// Notices for images that are no bright-field IHC of nuclei: a model of hematoxylin and DAB gives numbers for any picture, and
// those of H&E, of a red chromogen, of stained cytoplasm or of fluorescence mean nothing. Colours are counted tile by tile while an image is analysed.

import type { Raster } from '../protocol/raster.js';

/** Counts of colours, of 32 levels per channel. */
export type ColourCounts = Uint32Array;

const LEVELS = 32;
const LEVEL_WIDTH = 256 / LEVELS;
/** Every so manyth pixel is counted. */
const STRIDE = 5;

/** Share of pixels that are darker than the paper of a bright-field image. Fluorescence is dark nearly everywhere. */
const DARK_SHARE = 0.9;
/** Mean of the channels below which a pixel is dark. Paper and tissue of bright field are above it, H&E too. */
const DARK_LEVEL = 120;
/** Share of the brightest pixels by which glass is known. */
const GLASS_SHARE = 0.03;
/** Optical density, of all channels together, from which a pixel is tissue. */
const TISSUE_DENSITY = 0.25;
/** Ratio of the density of green light to those of red and of blue from which a pixel is pink: eosin stops only green. */
const PINK_RATIO = 1.25;
/**
 * Share of the tissue from which an image is pink. Measured on the images of this project: IHC with DAB at most 0.11, H&E
 * 0.2 to 1 but for very pale fields, a double stain with a red chromogen 0.32.
 */
const PINK_SHARE = 0.2;
/** Ratio of the density of blue light to that of red from which a pixel is brown, if blue is stopped most. */
const BROWN_RATIO = 1.3;
/** Share of all pixels from which brown cannot be nuclei alone. Measured: nuclear stains at most 0.25, FHL2 in cytoplasm 0.56. */
const BROWN_SHARE = 0.35;

export function noColours(): ColourCounts {
  return new Uint32Array(LEVELS ** 3);
}

/** Counts the colours of a tile, (H, W, 1 or 3), in place. */
export function countColours(counts: ColourCounts, { data, channels }: Raster): void {
  const [green, blue] = channels === 3 ? [1, 2] : [0, 0];
  const level = (at: number) => data[at]! >> 3;
  for (let at = 0; at < data.length; at += STRIDE * channels)
    counts[(level(at) * LEVELS + level(at + green)) * LEVELS + level(at + blue)]!++;
}

/** One sentence on an image that is no IHC with hematoxylin and DAB by its colours, and what to do; else undefined. */
export function unlikeIhc(counts: ColourCounts): string | undefined {
  const colours = coloursOf(counts);
  const all = colours.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return undefined;
  const dark = colours.reduce((sum, { count, rgb }) => sum + (mean(rgb) < DARK_LEVEL ? count : 0), 0);
  if (dark >= DARK_SHARE * all)
    return (
      'The image is dark, as fluorescence is, but the model was made for bright-field IHC with hematoxylin and DAB: ' +
      'its numbers mean nothing here. Analyse the IHC image of this tissue.'
    );
  const glass = [0, 1, 2].map((channel) => glassLevel(colours, channel, all));
  let [tissue, pink, brown] = [0, 0, 0];
  for (const { count, rgb } of colours) {
    const [r, g, b] = rgb.map((value, i) => Math.max(0, Math.log10(glass[i]! / value))) as [
      number,
      number,
      number,
    ];
    if (r + g + b < TISSUE_DENSITY) continue;
    tissue += count;
    if (g > PINK_RATIO * r && g > PINK_RATIO * b) pink += count;
    if (b > BROWN_RATIO * r && b > g) brown += count;
  }
  if (brown >= BROWN_SHARE * all)
    return (
      `${Math.round((100 * brown) / all)} % of the image is brown, more than nuclei can be: with stain in cytoplasm or membranes ` +
      'the positive cells mean nothing. Check the outlines before you use its numbers.'
    );
  if (tissue === 0 || pink < PINK_SHARE * tissue) return undefined;
  return (
    `${Math.round((100 * pink) / tissue)} % of the tissue is pink or red, as in H&E or with a red chromogen, but the model ` +
    'was made for IHC with hematoxylin and DAB: check the outlines before you use its numbers.'
  );
}

interface Colour {
  readonly count: number;
  /** Middle of its levels. */
  readonly rgb: readonly [number, number, number];
}

function coloursOf(counts: ColourCounts): readonly Colour[] {
  const middle = (level: number) => (level + 0.5) * LEVEL_WIDTH;
  const found: Colour[] = [];
  counts.forEach((count, i) => {
    if (count === 0) return;
    const [red, green, blue] = [Math.floor(i / LEVELS ** 2), Math.floor(i / LEVELS) % LEVELS, i % LEVELS];
    found.push({ count, rgb: [middle(red), middle(green), middle(blue)] });
  });
  return found;
}

/** Level of a channel that only the brightest pixels exceed. */
function glassLevel(colours: readonly Colour[], channel: number, all: number): number {
  const sorted = colours.toSorted((a, b) => b.rgb[channel]! - a.rgb[channel]!);
  let brighter = 0;
  for (const { count, rgb } of sorted) {
    brighter += count;
    if (brighter >= GLASS_SHARE * all) return rgb[channel]!;
  }
  return 255;
}

function mean([red, green, blue]: Colour['rgb']): number {
  return (red + green + blue) / 3;
}
