// Images of a folder, with or without its sub-folders. Results of DeepLIIF, companion files of macOS, hidden folders and
// broken links are left out, and named.

import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join, parse } from 'node:path';
import { imageEndings } from '../images/decode.js';
import { throwIfCancelled } from '../control/cancel.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import { RESULT_FILE } from '../reading/resultRecord.js';
import { RUN_FILE } from '../reading/runFile.js';

export interface FolderImages {
  /** Paths, folder by folder. */
  readonly images: readonly string[];
  /** Names relative to the folder, and the reason. */
  readonly leftOut: readonly { readonly names: readonly string[]; readonly why: string }[];
}

/**
 * Ends of the names of files that DeepLIIF, its cloud service or its ImageJ plug-in leaves in a folder of images
 * (docs/reference.md 6.7): those that only a program writes, and those that are names of stains as well.
 */
const OUTPUT = /_(DAPILap2|Marked|Seg|SegRefined|SegOverlaid|mod\d+(-[A-Za-z0-9]+)?(_s)?)$/;
const OUTPUT_OR_STAIN = /_(Hema|DAPI|Lap2|Marker|Ki67)$/;

/** Start of the names of macOS' companion files, which hold attributes and no picture. */
const MAC_COMPANION = '._';

/** Folders of programs, which no slide scanner fills. */
const NEVER_SEARCHED = /^(\.|node_modules$)/;

/** A search that was meant for a few folders ends here. */
const MOST_FOLDERS = 10_000;

/** Names that a sentence lists. */
const MOST_NAMES = 5;

/** Kinds of what is left out, by the sentence that says so. */
type Reasons = Readonly<Record<'results' | 'outputs' | 'companions' | 'noFiles' | 'unsearched', string[]>>;

/** `deep`: with its sub-folders. A folder that several links lead to is searched once. */
export async function imagesOfFolder(
  folder: string,
  deep: boolean,
  control: Control = {},
): Promise<FolderImages> {
  const images: string[] = [];
  const reasons: Reasons = { results: [], outputs: [], companions: [], noFiles: [], unsearched: [] };
  const visited = new Set<string>();
  const search = async (within: string): Promise<void> => {
    const here = join(folder, within);
    const real = await realpath(here);
    if (visited.has(real)) return;
    throwIfCancelled(control);
    visited.add(real);
    for (const name of await imagesHere({ here, within, deep }, images, reasons)) {
      const inner = join(within, name);
      if (await isRecord(join(folder, inner))) reasons.results.push(inner);
      else if (visited.size >= MOST_FOLDERS) reasons.unsearched.push(inner);
      else
        await search(inner).catch((error: unknown) => {
          throwIfCancelled(control);
          if (error instanceof EngineError) throw error;
          reasons.unsearched.push(inner);
        });
    }
  };
  await search('');
  return {
    images,
    leftOut: [
      { names: reasons.outputs, why: 'look like results of DeepLIIF' },
      { names: reasons.companions, why: 'are companion files of macOS without a picture' },
      { names: reasons.noFiles, why: 'are folders, or links that lead to no file' },
      { names: reasons.results, why: 'are folders of results or training runs' },
      { names: reasons.unsearched, why: `cannot be read, or are beyond the first ${MOST_FOLDERS} folders` },
    ],
  };
}

/** Adds the images that lie in the folder itself; returns the names of its sub-folders. `deep`: those are searched. */
async function imagesHere(
  place: { readonly here: string; readonly within: string; readonly deep: boolean },
  images: string[],
  reasons: Reasons,
): Promise<readonly string[]> {
  const { here, within, deep } = place;
  const endings = imageEndings();
  const candidates: string[] = [];
  const folders: string[] = [];
  const entries = await readdir(here, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name } = entry;
    const isNamedAsImage = endings.includes(extname(name).toLowerCase());
    // Links are followed: what counts is the file or folder that they lead to.
    const kind = entry.isSymbolicLink() ? await stat(join(here, name)).catch(() => undefined) : entry;
    if (isNamedAsImage && name.startsWith(MAC_COMPANION)) reasons.companions.push(join(within, name));
    else if (kind?.isDirectory() && deep) {
      if (!NEVER_SEARCHED.test(name)) folders.push(name);
    } else if (isNamedAsImage && kind?.isFile()) candidates.push(name);
    else if (isNamedAsImage) reasons.noFiles.push(join(within, name));
  }
  const stems = new Set(candidates.map((name) => parse(name).name));
  for (const name of candidates)
    if (isOutput(parse(name).name, stems)) reasons.outputs.push(join(within, name));
    else images.push(join(here, name));
  return folders;
}

/** True for the folder of a result or of a training run, whose pictures are no images to analyse. */
async function isRecord(folder: string): Promise<boolean> {
  const found = await Promise.all(
    [RESULT_FILE, RUN_FILE].map((file) => stat(join(folder, file)).catch(() => undefined)),
  );
  return found.some((file) => file !== undefined);
}

/** "left out, they look like results of DeepLIIF: a_Seg.png, b_Seg.png and 3 more" */
export function inWords({ leftOut }: FolderImages): readonly string[] {
  return leftOut
    .filter(({ names }) => names.length > 0)
    .map(({ names, why }) => `left out, they ${why}: ${listed(names)}`);
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/**
 * True for a result of DeepLIIF. A name that ends with a stain is one only beside the image it was made of; of Ki67,
 * which names many images, only beside another result as well.
 */
function isOutput(stem: string, stems: ReadonlySet<string>): boolean {
  if (OUTPUT.test(stem)) return true;
  const stain = OUTPUT_OR_STAIN.exec(stem);
  if (!stain) return false;
  const image = stem.slice(0, stain.index);
  const hasResult = [...stems].some(
    (other) => other.startsWith(`${image}_`) && OUTPUT.test(other.slice(image.length)),
  );
  return hasResult || (stain[1] !== 'Ki67' && stems.has(image));
}
