// Pictures of a result: which file is which, in what order they lie, and their titles. Pure.

import { mapsWithCells, type ResultFile, type ResultFileRole, type ResultRecord } from './resultRecord.js';

/** Roles of files that are pictures of the whole image, in the order of their layers, bottom first. */
const PICTURE_ROLES = [
  'modality',
  'segmentation',
  'intermediate',
  'refined',
  'overlay',
] as const satisfies readonly ResultFileRole[];
/** Modalities, bottom first; others come after these. */
const MODALITIES = ['hematoxylin', 'dapi', 'lap2', 'marker'];
const TITLES: Readonly<Record<string, string>> = {
  hematoxylin: 'Hematoxylin',
  dapi: 'DAPI',
  lap2: 'LAP2β',
  marker: 'Marker',
};

export interface LayerFile {
  readonly id: string;
  readonly title: string;
  readonly role: (typeof PICTURE_ROLES)[number];
  /** A plain file name. */
  readonly file: string;
  /** File name of a small version of it. */
  readonly overview?: string;
}

/** Pictures of a result, bottom first: modalities, segmentations, refined masks, overlays. */
export function layerFiles({ files }: Pick<ResultRecord, 'files'>): readonly LayerFile[] {
  const several = mapsWithCells({ files }).length > 1;
  const rank = ({ name, role }: ResultFile) => {
    const modality = role === 'modality' ? MODALITIES.indexOf(name) : 0;
    const within = modality < 0 ? MODALITIES.length : modality;
    return 100 * (PICTURE_ROLES as readonly string[]).indexOf(role) + within;
  };
  return files
    .filter(isPicture)
    .sort((a, b) => rank(a) - rank(b))
    .map(({ name, file, role }) => {
      const overview = files.find((other) => other.role === 'overview' && other.name === name)?.file;
      return {
        id: name,
        title: titleOf(name, role, several),
        role,
        file,
        ...(overview === undefined ? {} : { overview }),
      };
    });
}

function isPicture(file: ResultFile): file is ResultFile & { role: LayerFile['role'] } {
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
