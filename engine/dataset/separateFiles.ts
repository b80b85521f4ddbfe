// Finds the files of each sample if every panel is a file of its own: by folders named after the panels, or by file
// names in which the reference replaces "IHC" by another word (docs/reference.md 9.2). File names are compared without
// case and extension, so a_IHC.png and a_dapi.tif are one sample.

import { isFolderOf, spellingsOf, type Panel } from './panels.js';

export interface ListedSample {
  readonly name: string;
  /** One file per panel; undefined if it is missing. */
  readonly files: readonly (string | undefined)[];
  /** Expected name of each file. */
  readonly expected: readonly string[];
}

export interface Listing {
  readonly samples: readonly ListedSample[];
  /** Number of samples with more than their first panel, by which layouts are recognised. */
  readonly together: number;
  /** Files of panels that belong to no sample. */
  readonly strangers: readonly string[];
  /** Files for a panel of a sample that has a file already. */
  readonly twice: readonly string[];
}

/**
 * Finds samples by folders; the first panel's folder lists them.
 * @param images paths with "/", sorted
 */
export function filesByFolder(images: readonly string[], panels: readonly Panel[]): Listing {
  const folders = panels.map((panel) => {
    const isOwn = new Map<string, boolean>();
    return images.filter((path) => {
      const folder = firstFolder(path);
      const known = isOwn.get(folder) ?? (folder !== '' && isFolderOf(panel, folder));
      isOwn.set(folder, known);
      return known;
    });
  });
  const key = (path: string) => stem(path.slice(firstFolder(path).length + 1)).toLowerCase();
  return listing(
    folders,
    key,
    (path) => stem(path.slice(firstFolder(path).length + 1)),
    (path, panel) => `${panel.name}/${path.slice(firstFolder(path).length + 1)}`,
    panels,
  );
}

/**
 * Finds samples by names: the files with the first panel's word ("IHC") in their names; each occurrence is replaced.
 */
export function filesByName(images: readonly string[], panels: readonly Panel[]): Listing {
  const words = panels.map(spellingsOf);
  const first = words[0]![0]!;
  const hasWord = (path: string) => baseOf(path).includes(first);
  const inputs = images.filter(hasWord);
  const replaced = (path: string, word: string) => {
    const base = baseOf(path);
    return path.slice(0, path.length - base.length) + base.replaceAll(first, word);
  };
  // Key of a file: its name with the first panel's word in the place of its own.
  const owners = new Map<string, string>();
  for (const input of inputs)
    for (const spellings of words)
      for (const word of spellings) owners.set(stem(replaced(input, word)).toLowerCase(), input);
  const keyOf = (path: string) => (owners.get(stem(path).toLowerCase()) ?? path).toLowerCase();
  // A folder may have a hundred thousand images, few of which belong to samples.
  const withOwners =
    owners.size === 0 ? [] : images.filter((path) => !hasWord(path) && owners.has(stem(path).toLowerCase()));
  const files = words.map((spellings, i) =>
    i === 0
      ? inputs
      : withOwners.filter((path) => {
          const owner = owners.get(stem(path).toLowerCase());
          if (owner === undefined) return false;
          return spellings.some(
            (word) => stem(replaced(owner, word)).toLowerCase() === stem(path).toLowerCase(),
          );
        }),
  );
  const found = listing(
    files,
    (path) => stem(keyOf(path)),
    (path) => stem(path),
    (path, panel) => replaced(path, spellingsOf(panel)[0]!),
    panels,
  );
  const listed = new Set(files.flat());
  // A file without an input is a stranger only if its name contains a panel; other pictures may lie in the folder.
  const named = panels.slice(1).flatMap((panel) => spellingsOf(panel));
  const namesPanel = new RegExp(`(^|[_ .-])(${named.join('|')})([_ .-]|$)`);
  const strangers =
    named.length === 0 ? [] : images.filter((path) => !listed.has(path) && namesPanel.test(baseOf(path)));
  return { ...found, strangers };
}

function listing(
  files: readonly (readonly string[])[],
  keyOf: (path: string) => string,
  nameOf: (path: string) => string,
  expectedOf: (path: string, panel: Panel) => string,
  panels: readonly Panel[],
): Listing {
  const byKey = files.map(() => new Map<string, string>());
  const twice: string[] = [];
  files.forEach((paths, panel) => {
    for (const path of paths) {
      if (byKey[panel]!.has(keyOf(path))) twice.push(path);
      else byKey[panel]!.set(keyOf(path), path);
    }
  });
  const samples = [...byKey[0]!].map(([key, first]) => ({
    name: nameOf(first),
    files: byKey.map((paths) => paths.get(key)),
    expected: panels.map((panel) => expectedOf(first, panel)),
  }));
  return {
    samples,
    together: samples.filter((sample) => sample.files.filter((file) => file !== undefined).length > 1).length,
    strangers: byKey
      .slice(1)
      .flatMap((paths) => [...paths].filter(([key]) => !byKey[0]!.has(key)).map(([, path]) => path)),
    twice,
  };
}

export function firstFolder(path: string): string {
  const slash = path.indexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function stem(path: string): string {
  return path.replace(/\.[^./]*$/, '');
}
