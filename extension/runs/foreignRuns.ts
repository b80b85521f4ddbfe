// Runs that the dashboard shows beside those of the watched folders: single ones that were opened, and all runs below
// folders that were opened, as TensorBoard shows its log folder.

import { basename, relative, sep } from 'node:path';
import { findRuns } from '../../engine/reading/findRuns.js';
import { readListedRun, type ListedRun } from '../../engine/reading/listRuns.js';
import { l10n } from '../workbench/l10n.js';

export interface ForeignRuns {
  /** Opened folders that hold runs below them. */
  readonly roots: readonly string[];
  /** The newest first. */
  readonly runs: readonly ListedRun[];
  /** Sentences for people: limits that cut a search. */
  readonly notices: readonly string[];
  /** Opens folders; returns the runs among them, and the runs below the others. */
  open(
    folders: readonly string[],
  ): Promise<{ readonly runs: readonly string[]; readonly below: readonly string[] }>;
  /** Reads the runs again. */
  read(): Promise<void>;
  /** Searches the folders for new runs, and reads all of them again. */
  search(): Promise<void>;
}

/** Runs read at the same time: each holds a file open. */
const AT_ONCE = 32;

export function foreignRuns(): ForeignRuns {
  const roots = new Map<string, { readonly folders: readonly string[]; readonly isCut: boolean }>();
  const single = new Set<string>();
  let runs: readonly ListedRun[] = [];

  const read = async () => {
    const known = new Map(runs.map((run) => [run.folder, run]));
    const below = [...roots].flatMap(([root, { folders }]) =>
      folders.map((folder) => ({ folder, name: nameBelow(root, folder) })),
    );
    const named = new Map([...single].map((folder) => [folder, basename(folder)]));
    for (const { folder, name } of below) named.set(folder, name);
    const all = [...named];
    const next: ListedRun[] = [];
    for (let at = 0; at < all.length; at += AT_ONCE) {
      const some = all.slice(at, at + AT_ONCE).map(async ([folder, name]) => {
        const run = await readListedRun(folder, known.get(folder));
        return run && { ...run, name };
      });
      next.push(...(await Promise.all(some)).filter((run) => run !== undefined));
    }
    runs = next.sort((a, b) => b.madeAtMs - a.madeAtMs || (a.name < b.name ? -1 : 1));
  };

  return {
    get roots() {
      return [...roots.keys()];
    },
    get runs() {
      return runs;
    },
    get notices() {
      return [...roots].flatMap(([root, { folders, isCut }]) =>
        isCut
          ? [l10n.t('{0}: only the first {1} runs found are listed.', basename(root), folders.length)]
          : [],
      );
    },
    open: async (opened) => {
      const below: string[] = [];
      const chosen: string[] = [];
      for (const folder of new Set(opened)) {
        const found = await findRuns(folder);
        if (found.folders.length === 1 && found.folders[0] === folder) {
          single.add(folder);
          chosen.push(folder);
        } else if (found.folders.length > 0) {
          roots.set(folder, found);
          below.push(...found.folders);
        }
      }
      await read();
      const wanted = new Set(below);
      return {
        runs: chosen,
        below: runs.filter(({ folder }) => wanted.has(folder)).map(({ folder }) => folder),
      };
    },
    read,
    search: async () => {
      for (const root of roots.keys()) roots.set(root, await findRuns(root));
      await read();
    },
  };
}

/** "experiment/train": folders of one name in different folders are told apart. */
function nameBelow(root: string, folder: string): string {
  return relative(root, folder).split(sep).join('/') || basename(folder);
}
