// Scores a segmentation map that already exists as a file: `deepliif postprocess`.

import { relative, resolve } from 'node:path';
import { ENGINE_VERSION } from '../files/engineVersion.js';
import { fileSha256 } from '../files/fileSha256.js';
import { openImage, type ColourHandling } from '../images/decode.js';
import type { PixelSource } from '../images/pixelSource.js';
import { createSink } from '../images/scratch.js';
import type { Scoring } from '../postprocessing/scoring.js';
import { resolutionOfTile, type PostprocessOptions } from '../postprocessing/thresholds.js';
import type { PluginScore } from '../protocol/pluginResults.js';
import type { Control } from '../protocol/progress.js';
import { magnificationInWords, MPP_AT_40X, MPP_OF_RESOLUTION, mppInWords } from '../protocol/scale.js';
import type { ResultRecord } from '../reading/resultRecord.js';
import { replaceResult } from '../records/replaceResult.js';
import { openResultFolder } from '../records/resultFolder.js';
import { closeAll, secondsSince, sizeOfPixels } from './analyseImage.js';
import { postProcessMap, recordOf, requirePostProcessors } from './postProcessMap.js';
import { scoreSegmentation } from './scoreSegmentation.js';
import { pluginResults, writeIhcOverview, writeScores } from './writeResults.js';

export interface PostprocessFiles {
  readonly image: string;
  readonly seg: string;
  readonly marker?: string | undefined;
  /** Ids of post-processors that change the map first, in this order; default none. */
  readonly postProcessors?: readonly string[] | undefined;
}

/**
 * Writes SegRefined.png, SegOverlaid.png, cells.json, scoring.json and result.json into `<out>/<name>`.
 *
 * `seg` and `marker` are always taken as stored: they are data, not photographs. Throws as `analyseImage`.
 */
export async function postprocessImages(
  files: PostprocessFiles,
  thresholds: PostprocessOptions,
  colour: ColourHandling,
  target: { readonly out: string; readonly name: string },
  control: Control = {},
): Promise<{
  readonly folder: string;
  readonly scoring: Scoring;
  readonly notices: readonly string[];
  readonly pluginScores: readonly PluginScore[];
}> {
  requirePostProcessors(files.postProcessors);
  const folder = await openResultFolder(target.out, target.name, files.image);
  const opened: PixelSource[] = [];
  try {
    const started = performance.now();
    const scratch = { scratchDir: folder.workDir };
    const open = async (path: string, handling: ColourHandling) => {
      const source = await openImage(path, { colour: handling, ...scratch });
      opened.push(source);
      return source;
    };
    const ihc = await open(files.image, colour);
    const stored = await open(files.seg, 'as-stored');
    const marker = files.marker === undefined ? undefined : await open(files.marker, 'as-stored');
    const makeSink = (width: number, height: number) => createSink(width, height, 3, scratch);
    const {
      map: seg,
      applied,
      notices: leftOut,
    } = await postProcessMap(
      {
        ...{ map: stored, ihc, pictures: new Map(marker ? [['marker', marker]] : []) },
        mpp: ihc.mpp ?? MPP_OF_RESOLUTION[thresholds.resolution],
      },
      files.postProcessors ?? [],
      makeSink,
      control,
    );
    opened.push(seg);
    const scored = await scoreSegmentation(ihc, seg, marker, thresholds, makeSink, control);
    opened.push(scored.refined, scored.overlaid);
    const pictures = new Map([
      ['ihc', ihc] as const,
      ['segmentation', seg] as const,
      ...(marker ? [['marker', marker] as const] : []),
    ]);
    const overview = await writeIhcOverview(folder, ihc, control);
    const written = await writeScores(folder, 'Seg', scored, { pictures, mpp: ihc.mpp }, control);
    const contributed = pluginResults([written]);
    await folder.writeJson('scoring.json', scored.scoring);
    const record: ResultRecord = {
      schemaVersion: 1,
      engineVersion: ENGINE_VERSION,
      createdAt: new Date().toISOString(),
      image: {
        path: relative(folder.target, resolve(files.image)),
        sha256: await fileSha256(files.image),
        widthPx: ihc.width,
        heightPx: ihc.height,
        ...sizeOfPixels(ihc.mpp),
        ...(colour === 'managed' ? {} : { colour }),
        notices: [...ihc.notices, ...doubtsOf(ihc.mpp, thresholds), ...leftOut],
      },
      ...recordOf(applied),
      thresholds,
      ...contributed,
      files: [...overview, ...written.files, { name: 'scoring', file: 'scoring.json', role: 'scoring' }],
      seconds: { scoringAndWriting: secondsSince(started, performance.now()) },
    };
    await closeAll(opened);
    const { place, notices } = await replaceResult(folder, record);
    return {
      folder: place,
      scoring: scored.scoring,
      notices: [...record.image.notices, ...(contributed.plugins?.notices ?? []), ...notices],
      pluginScores: contributed.plugins?.scores ?? [],
    };
  } catch (error) {
    await closeAll(opened);
    await folder.discard();
    throw error;
  }
}

/** Says that the thresholds are those of another magnification than the file's. */
function doubtsOf(mpp: number | undefined, { resolution }: PostprocessOptions): readonly string[] {
  if (mpp === undefined || resolutionOfTile((512 * MPP_AT_40X) / mpp) === resolution) return [];
  return [
    `sizes of cells are judged as at ${resolution}, but the file says ${mppInWords(mpp)} ` +
      `(${magnificationInWords(mpp)}): cells may be missed or counted wrongly`,
  ];
}
