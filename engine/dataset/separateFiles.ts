// Which files belong together where every panel is a file of its own: by folders named after the panels, or by file
// names in which the reference puts another word for "IHC" (sheet 9.2). File names are compared without case and
// extension, so that a_IHC.png and a_dapi.tif are one sample.

import { spellingsOf, type Panel } from './panels.js';

export interface ListedSample {
  readonly name: string;
  /** One for each panel; undefined where it is missing. */
  readonly files: readonly (string | undefined)[];
  /** What each file would be called. */
  readonly expected: readonly string[];
}

export interface Listing {
  readonly samples: readonly ListedSample[];
  /** How many samples have more than their first panel: what tells a layout from another. */
  readonly together: number;
  /** Files of panels that belong to no sample. */
  readonly strangers: readonly string[];
  /** Files that stand for the same panel of the same sample as another. */
  readonly twice: readonly string[];
}

/** `images`: paths with "/", sorted. Samples are those of the first panel's folder. */
export function filesByFolder(images: readonly string[], panels: readonly Panel[]): Listing {
  const folders = panels.map((panel) => {
    const spellings = [panel.name, ...spellingsOf(panel)].map((word) => word.toLowerCase());
    return images.filter((path) => spellings.includes(firstFolder(path).toLowerCase()));
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

/** Samples are the files with the first panel's word ("IHC") in their names; every occurrence of it is replaced. */
export function filesByName(images: readonly string[], panels: readonly Panel[]): Listing {
  const words = panels.map(spellingsOf);
  const first = words[0]![0]!;
  const hasWord = (path: string) => baseOf(path).includes(first);
  const inputs = images.filter(hasWord);
  const replaced = (path: string, word: string) => {
    const base = baseOf(path);
    return path.slice(0, path.length - base.length) + base.replaceAll(first, word);
  };
  // The key of a file is what its name becomes with the first panel's word in the place of its own.
  const owners = new Map<string, string>();
  for (const input of inputs)
    for (const spellings of words)
      for (const word of spellings) owners.set(stem(replaced(input, word)).toLowerCase(), input);
  const keyOf = (path: string) => (owners.get(stem(path).toLowerCase()) ?? path).toLowerCase();
  const files = words.map((spellings, i) =>
    i === 0
      ? inputs
      : images.filter((path) => {
          const owner = owners.get(stem(path).toLowerCase());
          if (owner === undefined || hasWord(path)) return false;
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
  // A file without an input is a stranger only where it names a panel; other pictures may lie there.
  const named = panels.slice(1).flatMap((panel) => spellingsOf(panel));
  const strangers = images.filter(
    (path) =>
      !listed.has(path) && named.some((word) => new RegExp(`(^|[_ .-])${word}([_ .-]|$)`).test(baseOf(path))),
  );
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

function firstFolder(path: string): string {
  const slash = path.indexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function stem(path: string): string {
  return path.replace(/\.[^./]*$/, '');
}
