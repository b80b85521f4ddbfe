// Marker of an image, by the words of its file name and its folders: "CD8_slide3.png", "ki67-labelled/val/a.png".

/** Markers and stains by their title; words are compared in lower case, without dashes and spaces. */
const MARKERS: Readonly<Record<string, readonly string[]>> = {
  Ki67: ['ki67', 'mib1'],
  CD3: ['cd3'],
  CD4: ['cd4'],
  CD8: ['cd8'],
  CD20: ['cd20'],
  CD31: ['cd31'],
  CD45: ['cd45', 'lca'],
  CD68: ['cd68'],
  CD163: ['cd163'],
  FoxP3: ['foxp3'],
  'PD-1': ['pd1'],
  'PD-L1': ['pdl1'],
  ER: ['er', 'esr1'],
  PR: ['pr', 'pgr'],
  HER2: ['her2', 'erbb2'],
  p16: ['p16'],
  p53: ['p53', 'tp53'],
  p63: ['p63'],
  Cytokeratin: ['ck', 'panck', 'cytokeratin', 'ck7', 'ck20', 'ck5', 'ck56'],
  'E-cadherin': ['ecadherin', 'ecad'],
  FHL2: ['fhl2'],
  LAP2β: ['lap2'],
  BCL2: ['bcl2'],
  Synaptophysin: ['syn', 'synaptophysin'],
  'H&E': ['he', 'hande', 'hematoxylineosin'],
  IHC: ['ihc'],
};

const TITLES = new Map(
  Object.entries(MARKERS).flatMap(([title, words]) => words.map((word) => [word, title])),
);

/** Title of an image whose name tells nothing. */
export const NO_MARKER = 'unknown';

/** @param path parts from the folder to the file, with "/": the name counts before its folders, "IHC" only if nothing else is there */
export function markerOf(path: string): string {
  const parts = path.split(/[\\/]/).reverse();
  const found = parts.flatMap((part) => titlesIn(part.replace(/\.[a-z]+$/i, '')));
  return found.find((title) => title !== 'IHC') ?? found[0] ?? NO_MARKER;
}

/** Words between signs, and neighbours joined: "PD-L1" is one marker. */
function titlesIn(part: string): readonly string[] {
  const words = part
    .toLowerCase()
    .replaceAll('h&e', 'he')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const joined = words.slice(1).map((word, i) => words[i]! + word);
  return [...joined, ...words].flatMap((word) => TITLES.get(word) ?? []);
}
