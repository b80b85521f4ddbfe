// Sizes of a page's areas that the user has dragged, by kind of page: the next panel of the kind begins with them.

import type { Memento } from 'vscode';

const KEY = 'deepliif.areaSizes';

type Sizes = Readonly<Record<string, number>>;

export interface AreaSizes {
  /** Sizes in CSS pixels by name; empty until some are kept. */
  of(page: string): Sizes;
  keep(page: string, sizes: Sizes): void;
}

/** Keeps them in a memory of VS Code, over restarts. */
export function areaSizesIn(memory: Pick<Memento, 'get' | 'update'>): AreaSizes {
  const all = () => memory.get<Readonly<Record<string, Sizes>>>(KEY, {});
  return {
    of: (page) => all()[page] ?? {},
    keep: (page, sizes) => void memory.update(KEY, { ...all(), [page]: sizes }),
  };
}
