// Training rows of synthetic IHC, rendered from pictures with labelled nuclei: `deepliif data render`. Each row has a seed of its own, so that
// any of them can be made again.

import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { yieldToEventLoop } from '../control/cancel.js';
import { refuseExisting, type Prepared } from '../dataset/prepareDataset.js';
import { joinRow, readRaster } from '../dataset/readSample.js';
import { ENGINE_VERSION } from '../files/engineVersion.js';
import { fileSha256 } from '../files/fileSha256.js';
import { namesIn } from '../files/namesIn.js';
import { makeBeside } from '../files/writeBeside.js';
import { writePng } from '../images/encode.js';
import { labelledName, readLabelImage } from '../images/labelImage.js';
import { recompressed } from '../images/recompress.js';
import { asError, EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type { Raster } from '../protocol/raster.js';
import { nucleusSource, type NucleusSource } from '../rendering/nucleusSource.js';
import { renderSample, type RenderedSample } from '../rendering/renderSample.js';

export interface RenderOptions {
  /** Folders of pictures, each with a folder of labels at the same place of the other list. */
  readonly images: readonly string[];
  readonly labels: readonly string[];
  readonly out: string;
  readonly count: number;
  readonly sizePx: number;
  readonly seed: number;
  readonly validationRatio: number;
}

export interface Rendered extends Prepared {
  readonly sources: number;
  /** Pictures that were left out, and why. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}

const RENDERED_PANELS = ['ihc', 'hematoxylin', 'dapi', 'lap2', 'marker', 'segmentation'] as const;
/** A picture with fewer nuclei says nothing of how they lie together. */
const FEWEST_NUCLEI = 3;

interface SourceFile {
  readonly name: string;
  readonly image: string;
  readonly labels: string;
}

/**
 * Writes `<out>/train` and `<out>/val`, all or nothing.
 * @throws EngineError `usage` if there is no picture with labelled nuclei, `output-unwritable` when `out` exists
 */
export async function renderRows(options: RenderOptions, control: Control = {}): Promise<Rendered> {
  const { out, count, sizePx, seed, validationRatio } = options;
  await refuseExisting(out);
  const { sources, files, leftOut } = await readSources(await findSources(options), control);
  const size = { width: sizePx, height: sizePx };
  const held = Math.round(count * validationRatio);
  const rows: object[] = [];
  await makeBeside(resolve(out), async (temporary) => {
    for (const split of ['train', 'val']) await mkdir(join(temporary, split), { recursive: true });
    for (let i = 0; i < count; i++) {
      control.report?.({ stage: 'rows', done: i, total: count });
      await yieldToEventLoop(control);
      const sample = renderSample(sources, size, seed + i);
      const file = `${i < count - held ? 'train' : 'val'}/render-${String(seed + i).padStart(6, '0')}.png`;
      await writePng(joinRow(await tilesOf(sample)), join(temporary, file));
      rows.push({
        file,
        seed: seed + i,
        positive: sample.positive,
        negative: sample.negative,
        look: sample.look,
      });
    }
    const described = {
      schemaVersion: 1,
      program: `deepliif ${ENGINE_VERSION}`,
      panels: RENDERED_PANELS,
      sizePx,
      sources: files,
      rows,
    };
    await writeFile(join(temporary, 'provenance.json'), `${JSON.stringify(described, null, 1)}\n`);
  });
  return { dir: resolve(out), counts: { train: count - held, val: held }, sources: sources.length, leftOut };
}

async function tilesOf(sample: RenderedSample): Promise<readonly Raster[]> {
  const { ihc, hematoxylin, dapi, lap2, marker, segmentation, look } = sample;
  const stored = look.camera.jpeg < 100 ? await recompressed(ihc, look.camera.jpeg) : ihc;
  return [stored, hematoxylin, dapi, lap2, marker, segmentation];
}

async function findSources({ images, labels }: RenderOptions): Promise<readonly SourceFile[]> {
  if (images.length !== labels.length)
    throw new EngineError('usage', 'Give as many folders of labels as of images, in the same order.');
  const found: SourceFile[] = [];
  for (const [i, folder] of images.entries()) {
    const labelled = new Map(
      (await namesIn(labels[i]!)).map((name) => [labelledName(name), join(labels[i]!, name)]),
    );
    for (const name of await namesIn(folder)) {
      const label = labelled.get(labelledName(name));
      if (label !== undefined) found.push({ name, image: join(folder, name), labels: label });
    }
  }
  if (found.length > 0) return found;
  throw new EngineError(
    'usage',
    `${images.join(', ')}: no image has labels of its name in ${labels.join(', ')}. Labels are grey pictures with a ` +
      'number for each nucleus: a.png or a_label.png for a.png.',
  );
}

async function readSources(found: readonly SourceFile[], control: Control) {
  const sources: NucleusSource[] = [];
  const files: object[] = [];
  const leftOut: { name: string; reason: string }[] = [];
  for (const [done, { name, image, labels }] of found.entries()) {
    control.report?.({ stage: 'sources', done, total: found.length });
    await yieldToEventLoop(control);
    const source = await readSource(image, labels).catch((thrown: unknown) => asError(thrown).message);
    if (typeof source === 'string') leftOut.push({ name, reason: source });
    else {
      sources.push(source);
      files.push({ file: name, sha256: await fileSha256(image), labels: await fileSha256(labels) });
    }
  }
  if (sources.length === 0)
    throw new EngineError('usage', `No picture can be used. ${leftOut[0]!.name}: ${leftOut[0]!.reason}`);
  return { sources, files, leftOut };
}

async function readSource(image: string, labels: string): Promise<NucleusSource> {
  const label = await readLabelImage(labels);
  if (!label) throw new EngineError('usage', 'labels are a grey picture with a number for each nucleus.');
  const picture = await readRaster(image);
  const source = nucleusSource(picture, label.labels, isBright(picture, label.labels));
  if (source && source.count >= FEWEST_NUCLEI) return source;
  throw new EngineError('usage', `fewer than ${FEWEST_NUCLEI} nuclei.`);
}

/** True if nuclei are brighter than what lies between them, as in fluorescence. */
function isBright({ data, channels }: Raster, labels: Uint16Array): boolean {
  const [sums, counts] = [
    [0, 0],
    [0, 0],
  ];
  labels.forEach((label, i) => {
    const side = label === 0 ? 0 : 1;
    sums[side]! += data[i * channels]! + data[i * channels + channels - 1]!;
    counts[side]!++;
  });
  return sums[1]! / Math.max(1, counts[1]!) > sums[0]! / Math.max(1, counts[0]!);
}
