// An image file without a result → the pane that shows it.

import { basename, dirname } from 'node:path';
import type { PictureInfo } from '../../engine/protocol/pictures.js';
import type { Pane } from '../../webview/messages/viewer.js';
import { readPicture, versionOf, type Reading } from './pictures.js';
import type { ShownPane } from './readResult.js';

/**
 * Reads an image file (absolute path). Formats that browsers do not know are opened by the engine, through
 * `openPicture`. An image that cannot be shown becomes a pane that says why.
 */
export async function readImage(
  file: string,
  reading: Reading,
  openPicture: (file: string) => Promise<PictureInfo>,
): Promise<ShownPane> {
  const pane = {
    ...{ id: file, kind: 'image' as const, title: basename(file), detail: dirname(file) },
    ...{ notices: [], maps: [] },
  };
  try {
    const read = await readPicture(file, reading);
    // The engine may know more of a format than its first bytes say.
    const info = read?.picture.kind === 'file' ? undefined : await openPicture(file);
    const id = `${file}?${await versionOf(file)}`;
    const picture = info ? { id, kind: 'tiles' as const, info } : read!.picture;
    const { widthPx, heightPx } = info ?? read!;
    const mpp = info?.mpp === undefined ? {} : { mpp: info.mpp };
    const layers: Pane['layers'] = [{ id: 'ihc', title: 'IHC', role: 'image', picture }];
    return {
      pane: { ...pane, widthPx, heightPx, ...mpp, layers, problems: [] },
      image: file,
      imagePlace: file,
      folders: info ? [] : [dirname(file)],
      tiled: new Map(info ? [[id, file]] : []),
    };
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return unshown(pane.id, 'image', why);
  }
}

/** A pane with nothing but a reason. */
export function unshown(id: string, kind: Pane['kind'], problem: string): ShownPane {
  return {
    pane: {
      id,
      kind,
      title: basename(id),
      detail: dirname(id),
      widthPx: 1,
      heightPx: 1,
      notices: [],
      layers: [],
      maps: [],
      problems: [problem],
    },
    image: undefined,
    imagePlace: id,
    folders: [],
    tiled: new Map(),
  };
}
