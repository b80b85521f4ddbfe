// The layers of a result: which file is which, in what order they lie, and what people call them. Pure.

import type { PictureLayer } from '../../webview/messages/viewer.js';
import { PICTURE_ROLES, type ReadFile, type ReadRecord } from './resultShapes.js';

/** Bottom first; other modalities come after these. */
const MODALITIES = ['hematoxylin', 'dapi', 'lap2', 'marker'];
const TITLES: Readonly<Record<string, string>> = {
  hematoxylin: 'Hematoxylin',
  dapi: 'DAPI',
  lap2: 'Lap2',
  marker: 'Marker',
};

export interface LayerFile {
  readonly id: string;
  readonly title: string;
  readonly role: Exclude<PictureLayer['role'], 'image'>;
  /** A plain name. */
  readonly file: string;
  /** A small version of it, likewise. */
  readonly overview?: string;
}

export interface MapFile {
  /** "Seg". */
  readonly name: string;
  readonly cells: string;
}

/** Names that lead nowhere but to a file of the folder, on any system. */
export function isPlainName(name: string): boolean {
  // eslint-disable-next-line no-control-regex -- they are what must not be in a name
  return !/[\\/:\u0000-\u001f]/.test(name) && !/^\.{0,2}$/.test(name);
}

/** Pictures of a result, bottom first: modalities, segmentations, refined masks, overlays. */
export function layerFiles({ files }: Pick<ReadRecord, 'files'>): readonly LayerFile[] {
  const several = mapFiles({ files }).length > 1;
  const rank = ({ name, role }: ReadFile) => {
    const modality = role === 'modality' ? MODALITIES.indexOf(name) : 0;
    const within = modality < 0 ? MODALITIES.length : modality;
    return 100 * (PICTURE_ROLES as readonly string[]).indexOf(role) + within;
  };
  return files
    .filter(({ file }) => isPlainName(file))
    .filter(isPicture)
    .sort((a, b) => rank(a) - rank(b))
    .map(({ name, file, role }) => {
      const overview = files.find((other) => other.role === 'overview' && other.name === name)?.file;
      return {
        id: name,
        title: titleOf(name, role, several),
        role,
        file,
        ...(overview !== undefined && isPlainName(overview) ? { overview } : {}),
      };
    });
}

/** The segmentation maps that have cells: "cells" are those of Seg, "cells-Seg1" those of Seg1. */
export function mapFiles({ files }: Pick<ReadRecord, 'files'>): readonly MapFile[] {
  return files
    .filter(({ role, file }) => role === 'cells' && isPlainName(file))
    .map(({ name, file }) => ({ name: name === 'cells' ? 'Seg' : name.replace(/^cells-/, ''), cells: file }));
}

function isPicture(file: ReadFile): file is ReadFile & { role: LayerFile['role'] } {
  return (PICTURE_ROLES as readonly string[]).includes(file.role);
}

function titleOf(name: string, role: LayerFile['role'], severalMaps: boolean): string {
  const of = (map: string) => (severalMaps && map !== '' ? ` ${map}` : '');
  switch (role) {
    case 'modality':
      return TITLES[name] ?? name;
    case 'segmentation':
      return `Segmentation${of(name)}`;
    case 'intermediate':
      return `Segmentation ${name.replace(/^Seg-?/, 'of ')}`;
    case 'refined':
      return `Refined mask${of(name.replace(/Refined$/, ''))}`;
    case 'overlay':
      return `Overlay${of(name.replace(/Overlaid$/, ''))}`;
  }
}
