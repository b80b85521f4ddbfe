// Measures the shift between two panels of the same cells. Both become planes with bright nuclei, without structures
// that are finer or coarser than nuclei. The shift is the maximum of their cross-correlation, found by Fourier
// transforms.

import { greyLevel } from '../inference/emptyTile.js';
import { classifyPixels } from '../postprocessing/pixelClasses.js';
import { UNKNOWN } from '../postprocessing/labels.js';
import { DEFAULT_SEG_THRESHOLD } from '../postprocessing/thresholds.js';
import type { Registration } from '../protocol/dataCheck.js';
import type { Raster } from '../protocol/raster.js';
import { fourier, fourierBack, powerOfTwo, type Spectrum } from './fourier.js';
import type { Panel } from './panels.js';
import { smoothPlane } from '../rendering/smooth.js';
import { DENSITY_OF_LEVEL } from './stains.js';

/** Plane with bright nuclei, ready for comparison. */
export interface NuclearPlane {
  readonly width: number;
  readonly height: number;
  /** Image pixels per pixel of the plane. */
  readonly factor: number;
  readonly data: Float32Array;
  readonly spectrum: Spectrum;
}

/** Side of a plane; larger images are averaged down, since nuclei are coarse. */
const SIDE = 256;
/** Sigmas of the band-pass filter, in pixels of the plane. Nuclei have a diameter of about 1/25 of a tile of 512 px at 40x. */
const FINE_PX = 1;
const COARSE_PX = 8;
/** Largest shift that is searched, as a share of the image's side; a maximum farther away is random. */
const FARTHEST = 1 / 8;

/** True for panels whose nuclei can be compared. LAP2β and marker show only parts of nuclei, or some of them. */
export function showsNuclei({ name, kind }: Panel): boolean {
  return kind !== 'picture' || /^(grey-)?(hematoxylin|hema|dapi)$/.test(name);
}

/**
 * Plane with bright nuclei. Hematoxylin absorbs red light most (0.65 of its optical density), and DAB absorbs it too.
 * So all nuclei of an IHC image are bright in the optical density of red, whichever stain they have. DAPI is bright in
 * nuclei. In a segmentation, cells are bright.
 */
export function nuclearPlane(image: Raster, panel: Panel): NuclearPlane {
  const factor = Math.max(1, Math.floor(Math.min(image.width, image.height) / SIDE));
  const width = Math.floor(image.width / factor);
  const height = Math.floor(image.height / factor);
  const brightness = brightnessOf(image, panel);
  const averaged = new Float32Array(width * height);
  for (let y = 0; y < height * factor; y++)
    for (let x = 0; x < width * factor; x++)
      averaged[Math.floor(y / factor) * width + Math.floor(x / factor)]! += brightness(y * image.width + x);
  const fine = smoothPlane(averaged, width, height, FINE_PX);
  const coarse = smoothPlane(averaged, width, height, COARSE_PX);
  const data = standardised(fine.map((value, i) => value - coarse[i]!));
  return { width, height, factor, data, spectrum: windowedSpectrum(data, width, height) };
}

function brightnessOf(image: Raster, { kind, name }: Panel): (at: number) => number {
  const { data } = image;
  if (kind === 'classes') {
    const classes = classifyPixels(image, DEFAULT_SEG_THRESHOLD);
    return (at) => (classes[at] === UNKNOWN ? 0 : 1);
  }
  if (kind === 'stained' || name.includes('hema')) return (at) => DENSITY_OF_LEVEL[data[3 * at]!]!;
  return (at) => greyLevel(data[3 * at]!, data[3 * at + 1]!, data[3 * at + 2]!);
}

/** Scales to mean 0 and deviation 1; all 0 if nothing varies. */
function standardised(plane: Float32Array): Float32Array {
  let sum = 0;
  for (const value of plane) sum += value;
  const mean = sum / plane.length;
  let squares = 0;
  for (const value of plane) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / plane.length);
  return plane.map((value) => (deviation > 1e-6 ? (value - mean) / deviation : 0));
}

/**
 * Spectrum of a plane that fades out towards its edges (Hann window), so that the edges themselves do not correlate;
 * padded with zeros to a power of two.
 */
function windowedSpectrum(data: Float32Array, width: number, height: number): Spectrum {
  const side = powerOfTwo(Math.max(width, height));
  const hann = (at: number, length: number) => Math.sin((Math.PI * (at + 0.5)) / length) ** 2;
  const plane = new Float64Array(side * side);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      plane[y * side + x] = data[y * width + x]! * hann(x, width) * hann(y, height);
  return fourier(plane, side);
}

/** Compares two planes of one size. */
export function compareNuclei(input: NuclearPlane, panel: NuclearPlane): Registration {
  const { side } = input.spectrum;
  const product: Spectrum = {
    side,
    real: new Float64Array(side ** 2),
    imaginary: new Float64Array(side ** 2),
  };
  const [a, b] = [input.spectrum, panel.spectrum];
  for (let i = 0; i < product.real.length; i++) {
    product.real[i] = a.real[i]! * b.real[i]! + a.imaginary[i]! * b.imaginary[i]!;
    product.imaginary[i] = a.real[i]! * b.imaginary[i]! - a.imaginary[i]! * b.real[i]!;
  }
  const correlation = fourierBack(product);
  const at = (x: number, y: number) => correlation[((y + side) % side) * side + ((x + side) % side)]!;
  const reach = Math.floor(Math.min(input.width, input.height) * FARTHEST);
  let [bestX, bestY] = [0, 0];
  for (let y = -reach; y <= reach; y++)
    for (let x = -reach; x <= reach; x++) if (at(x, y) > at(bestX, bestY)) [bestX, bestY] = [x, y];
  const summit = (before: number, top: number, after: number) => {
    const bend = before - 2 * top + after;
    return bend < 0 ? (before - after) / (2 * bend) : 0;
  };
  const top = at(bestX, bestY);
  return {
    shiftX: input.factor * (bestX + summit(at(bestX - 1, bestY), top, at(bestX + 1, bestY))),
    shiftY: input.factor * (bestY + summit(at(bestX, bestY - 1), top, at(bestX, bestY + 1))),
    correlation: pearson(input, panel, 0, 0),
    correlationMoved: pearson(input, panel, bestX, bestY),
  };
}

/** Pearson correlation of input(x, y) and panel(x + dx, y + dy) over their common area. */
function pearson(input: NuclearPlane, panel: NuclearPlane, dx: number, dy: number): number {
  const { width, height } = input;
  let [n, a, b, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  for (let y = Math.max(0, -dy); y < Math.min(height, height - dy); y++)
    for (let x = Math.max(0, -dx); x < Math.min(width, width - dx); x++) {
      const one = input.data[y * width + x]!;
      const other = panel.data[(y + dy) * width + x + dx]!;
      n++;
      a += one;
      b += other;
      aa += one * one;
      bb += other * other;
      ab += one * other;
    }
  const spread = Math.sqrt((n * aa - a * a) * (n * bb - b * b));
  return spread > 0 ? (n * ab - a * b) / spread : 0;
}
