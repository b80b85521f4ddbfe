// Legend of a composite: the colours of the layers that are added up. Pure.

import type { Pane } from '../messages/viewer.js';
import { lookOf } from './paneParts.js';
import type { ViewState } from './viewState.js';

export interface LegendEntry {
  readonly title: string;
  /** "#rrggbb". */
  readonly colour: string;
}

/** Entries of a pane, bottom layer first; none unless several layers in one colour each are added up. */
export function legendOf(
  { layers }: Pick<Pane, 'layers'>,
  { looks, comparison }: Pick<ViewState, 'looks' | 'comparison'>,
): readonly LegendEntry[] {
  if (comparison.mode !== 'none') return [];
  const entries = layers.flatMap((layer) => {
    const { visible, blend, tint } = lookOf(looks, layer);
    return visible && blend === 'add' && tint !== undefined ? [{ title: layer.title, colour: tint }] : [];
  });
  return entries.length > 1 ? entries : [];
}
