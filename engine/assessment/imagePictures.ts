// Pictures of one evaluated image: the image, truth and prediction as outlines, and the areas of nuclei as the paper shows them.

import { areaPicture, type NucleiOfClass } from '../evaluation/areaPicture.js';
import { drawContours, drawCross, sampledLabels, sizeWithin, type Size } from '../evaluation/drawLabels.js';
import { loadCodec } from '../images/codec.js';
import { asError, EngineError } from '../protocol/errors.js';
import type { EvaluationPictures } from '../protocol/evaluations.js';
import type { Control } from '../protocol/progress.js';
import type { Raster, Rgb } from '../protocol/raster.js';
import { analysedImage } from '../reports/analysedImage.js';
import { jpegOf, pngOf } from '../reports/embeddedPicture.js';
import { readPair, type ReadPair } from './evaluate.js';
import { modalityMontage } from './modalityMontage.js';
import type { CellPair, Pair } from './pairs.js';

const TRUE_COLOUR: Rgb = [0, 230, 90];
const PREDICTED_COLOUR: Rgb = [255, 0, 220];
/** Ground of outlines if there is no image. */
const GROUND = 40;
const CROSS_ARM_PX = 3;

/** @throws EngineError `usage`, `image-unreadable`, `cancelled` */
export async function imagePictures(
  { name, cells, pictures = [] }: Pair,
  sidePx: number,
  control: Control,
): Promise<EvaluationPictures> {
  const ofCells = cells
    ? await cellPictures(name, cells, sidePx, control)
    : { pictures: [], missing: ['Outlines and areas: there is no truth of cells.'] };
  if (pictures.length === 0) return ofCells;
  const montage = await modalityMontage(pictures, Math.ceil(sidePx / 2));
  const modalities = await jpegOf(montage, Math.max(montage.width, montage.height));
  return { ...ofCells, pictures: [...ofCells.pictures, { id: 'modalities', ...modalities }] };
}

async function cellPictures(
  name: string,
  cells: CellPair,
  sidePx: number,
  control: Control,
): Promise<EvaluationPictures> {
  const read = await readPair(name, cells, control);
  const { size } = read.prediction;
  const drawn = sizeWithin(size, sidePx);
  const missing: string[] = [];
  const image = await imageOf(read, drawn, control).catch((thrown: unknown) => {
    if (thrown instanceof EngineError && thrown.code === 'cancelled') throw thrown;
    missing.push(`Image: ${asError(thrown).message}`);
    return undefined;
  });
  const outlines = outlinePicture(read, image, size, drawn);
  const areas = areasOf(read, drawn);
  if (!areas) missing.push('Areas: a truth of points has no areas.');
  return {
    pictures: [
      ...(image ? [{ id: 'image' as const, ...(await jpegOf(image, sidePx)) }] : []),
      { id: 'outlines', ...(await jpegOf(outlines, sidePx)) },
      ...(areas ? [{ id: 'areas' as const, ...(await pngOf(areas)) }] : []),
    ],
    missing,
  };
}

/** Picture of log2 areas; undefined for a truth without nuclei. `drawn`: size of the picture, default that of the image. */
export function areasOf(read: ReadPair, drawn: Size = read.prediction.size): Raster | undefined {
  const classes = classesOf(read);
  return classes.length === 0 ? undefined : areaPicture(classes, read.prediction.size, drawn);
}

/** Nuclei by predicted class. A truth without classes is the partner of both. */
function classesOf({ truth, predicted }: ReadPair): readonly NucleiOfClass[] {
  return (['positive', 'negative'] as const).flatMap((of) => {
    const [trueNuclei, predictedNuclei] = [truth.nuclei?.[of] ?? truth.nuclei?.any, predicted.nuclei?.[of]];
    if (!trueNuclei || !predictedNuclei) return [];
    return [
      { colour: of === 'positive' ? 'red' : 'blue', truth: trueNuclei, predicted: predictedNuclei } as const,
    ];
  });
}

/** The analysed image at the size of the drawings; undefined if the prediction does not name it. */
async function imageOf({ prediction }: ReadPair, drawn: Size, control: Control): Promise<Raster | undefined> {
  if (!prediction.image) return undefined;
  const { folder, record } = prediction.image;
  const longest = Math.max(drawn.width, drawn.height);
  const { data, width, height, channels } = await analysedImage(folder, record, longest, control);
  const codec = await loadCodec();
  const pixels = await codec(data, { raw: { width, height, channels } })
    .resize(drawn.width, drawn.height, { fit: 'fill' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer();
  return { ...drawn, channels: 3, data: new Uint8Array(pixels) };
}

function outlinePicture(
  { truth, predicted, prediction }: ReadPair,
  image: Raster | undefined,
  size: Size,
  drawn: Size,
): Raster {
  const picture: Raster = image
    ? { ...image, data: image.data.slice() }
    : {
        ...{ width: drawn.width, height: drawn.height, channels: 3 as const },
        data: new Uint8Array(3 * drawn.width * drawn.height).fill(GROUND),
      };
  const nucleiOf = (cells: ReadPair['truth']) => cells.nuclei?.any;
  const trueNuclei = nucleiOf(truth);
  if (trueNuclei) drawContours(picture, sampledLabels(trueNuclei.labels, size, drawn), TRUE_COLOUR);
  // Nuclei have their borders beside points; beside nuclei, both are as they are compared.
  const predictedNuclei = trueNuclei
    ? nucleiOf(predicted)
    : (prediction.outlined?.any ?? nucleiOf(predicted));
  if (predictedNuclei)
    drawContours(picture, sampledLabels(predictedNuclei.labels, size, drawn), PREDICTED_COLOUR);
  const scale = drawn.width / size.width;
  for (const { x, y } of trueNuclei ? [] : (truth.points?.any ?? []))
    drawCross(picture, x * scale, y * scale, CROSS_ARM_PX, TRUE_COLOUR);
  return picture;
}
