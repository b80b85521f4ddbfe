// Magnifications of folders: what the user answered once for the images of a folder, remembered by the workspace as
// micrometres per pixel. They count for images that do not say it themselves.

import { dirname } from 'node:path';
import type { Memento } from 'vscode';

export interface Magnifications {
  /** Micrometres per pixel set for a folder, or for the nearest folder around it. */
  of(folder: string): number | undefined;
  /** True if they are set for this very folder. */
  has(folder: string): boolean;
  /** Sets them; undefined forgets them. */
  set(folder: string, mpp: number | undefined): Thenable<void>;
}

const KEY = 'deepliif.magnifications';

export function magnificationsIn(memory: Pick<Memento, 'get' | 'update'>): Magnifications {
  const all = (): Readonly<Record<string, number>> => memory.get(KEY, {});
  const own = (folder: string) => (Object.hasOwn(all(), folder) ? all()[folder] : undefined);
  return {
    of(folder) {
      for (let at = folder; ; at = dirname(at)) {
        const mpp = own(at);
        if (mpp !== undefined || at === dirname(at)) return mpp;
      }
    },
    has: (folder) => own(folder) !== undefined,
    set(folder, mpp) {
      const others = Object.fromEntries(Object.entries(all()).filter(([other]) => other !== folder));
      return memory.update(KEY, mpp === undefined ? others : { ...others, [folder]: mpp });
    },
  };
}
