// Pictures of modalities in a folder, by image and modality: files of result folders, files in a folder with the name of the image,
// files whose names end in the modality ("a_DAPI.png"), and those of the reference ("a_fake_B_2.png", "a_real_B_2.png").

import { basename, extname, join } from 'node:path';
import { DEEPLIIF_PANELS, panelName, SEGMENTATION, spellingsOf } from '../dataset/panels.js';
import { namesIn } from '../files/namesIn.js';
import { exists } from '../files/writeBeside.js';
import { foldersIn } from '../reading/foldersIn.js';
import { readResultRecord, RESULT_FILE } from '../reading/resultRecord.js';

/** `predicted`: made by a model. `true`: what it should have made. */
export type Side = 'predicted' | 'true';

/** Image → modality → file. */
export type ModalityPictures = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A picture and the one that it is compared with. */
export interface PicturePair {
  /** Name of the modality: "dapi"; PLAIN_PICTURE for files of one name that name none. */
  readonly name: string;
  readonly truth: string;
  readonly prediction: string;
}

/** Name of a picture whose file names no modality. */
export const PLAIN_PICTURE = 'picture';

const PICTURE_ENDINGS = /\.(png|jpe?g|tiff?|webp)$/i;
/** Modalities of DeepLIIF in the order of the reference's numbers, from 1. */
const MODALITIES = DEEPLIIF_PANELS.filter((panel) => panel !== 'ihc' && panel !== SEGMENTATION);
const SPELLINGS = new Map(
  MODALITIES.flatMap((name) => spellingsOf({ name }).map((word) => [word.toLowerCase(), name] as const)),
);
/** Names of the reference that are no modality: inputs, segmentations, masks, overlays. */
const OTHER_PICTURES =
  /_((real|fake)_[A-Z](_\d)?|IHC|Seg|SegRefined|SegOverlaid|mask|labels?|areas|mod\d.*)$/i;

interface NamedPicture {
  readonly image: string;
  readonly modality: string;
  /** 0 is taken before 1. */
  readonly rank: number;
}

/** Image and modality that the name of a file says, without its ending; undefined if it names no modality. */
export function pictureNamed(stem: string, side: Side): NamedPicture | undefined {
  const numbered = /^(.+)_(real|fake)_B_([1-9])$/.exec(stem);
  if (numbered) {
    const [, image, origin, number] = numbered;
    const modality = MODALITIES[Number(number) - 1];
    // Truths and predictions of the reference lie in one folder.
    if (!modality || (origin === 'real' && side === 'predicted')) return undefined;
    return { image: image!, modality, rank: origin === 'real' ? 0 : 1 };
  }
  const named = /^(.+?)_(?:mod[1-9]-)?([^_]+)$/.exec(stem);
  const modality = named && SPELLINGS.get(named[2]!.toLowerCase());
  return modality ? { image: named[1]!, modality, rank: 0 } : undefined;
}

/** @throws EngineError `usage` for a folder that cannot be listed */
export async function picturesIn(folder: string, side: Side): Promise<ModalityPictures> {
  const images = new Map<string, Map<string, { readonly file: string; readonly rank: number }>>();
  const add = ({ image, modality, rank }: NamedPicture, file: string) => {
    const pictures = images.get(image) ?? new Map<string, { file: string; rank: number }>();
    images.set(image, pictures);
    if (rank < (pictures.get(modality)?.rank ?? Infinity)) pictures.set(modality, { file, rank });
  };
  for (const name of await namesIn(folder)) {
    if (!PICTURE_ENDINGS.test(name)) continue;
    const stem = basename(name, extname(name));
    const named = pictureNamed(stem, side);
    if (named) add(named, join(folder, name));
    else if (!OTHER_PICTURES.test(stem))
      add({ image: stem, modality: PLAIN_PICTURE, rank: 0 }, join(folder, name));
  }
  for (const inner of await foldersIn(folder))
    for (const [modality, file] of await picturesOfImage(inner))
      add({ image: basename(inner), modality, rank: 0 }, file);
  return new Map(
    [...images].map(([image, pictures]) => [
      image,
      new Map([...pictures].map(([id, { file }]) => [id, file])),
    ]),
  );
}

/** Pictures of the folder of one image; a result says which of its files are modalities. */
async function picturesOfImage(
  folder: string,
): Promise<readonly (readonly [modality: string, file: string])[]> {
  if (await exists(join(folder, RESULT_FILE))) {
    // A damaged record is told when its cells are read.
    const record = await readResultRecord(folder).catch(() => undefined);
    return (record?.files ?? []).flatMap(({ name, file, role }) =>
      role === 'modality' ? [[name, join(folder, file)] as const] : [],
    );
  }
  return (await namesIn(folder)).flatMap((name) => {
    const stem = basename(name, extname(name));
    if (!PICTURE_ENDINGS.test(name)) return [];
    return [[SPELLINGS.get(stem.toLowerCase()) ?? panelName(stem), join(folder, name)] as const];
  });
}

/** Pictures of one image that both sides have, in the order of DeepLIIF's modalities; others come after them. */
export function picturePairs(
  image: string,
  predicted: ModalityPictures,
  truths: ModalityPictures,
): readonly PicturePair[] {
  const made = predicted.get(image);
  if (!made) return [];
  const names = [...new Set([...MODALITIES, ...made.keys()])];
  return names.flatMap((name) => {
    // Modalities of other models are known by their results only: "a_cd3.png" is the truth of "cd3" of "a".
    const truth = truths.get(image)?.get(name) ?? truths.get(`${image}_${name}`)?.get(PLAIN_PICTURE);
    const prediction = made.get(name);
    return truth === undefined || prediction === undefined ? [] : [{ name, truth, prediction }];
  });
}
