// Cells and scores of all maps on the page. The component renders again whenever one of them has changed; a frame gathers the
// changes of several.

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Pane, ViewerUp } from '../messages/viewer.js';
import type { MapScores } from './mapScores.js';
import { openMap, type OpenMap } from './openMap.js';

/** Key of a segmentation map: Pane.id and SegmentationMap.name. */
export function mapKey(pane: string, map: string): string {
  return JSON.stringify([pane, map]);
}

/**
 * @param mayLoad whether cells may be read: a hundred thousand of them keep a processor busy that the first picture needs
 * @returns another function after every change, so that everything made from it renders again
 */
export function useMapCells(
  panes: readonly Pane[],
  post: (message: ViewerUp) => void,
  mayLoad: boolean,
): (pane: string, map: string) => MapScores | undefined {
  const maps = useRef(new Map<string, OpenMap>());
  const [revision, setRevision] = useState(0);
  const frame = useRef(0);
  const sending = useRef(post);
  sending.current = post;

  useEffect(() => {
    const changed = () => {
      frame.current ||= requestAnimationFrame(() => {
        frame.current = 0;
        setRevision((last) => last + 1);
      });
    };
    const here = new Set<string>();
    for (const pane of panes)
      for (const map of pane.maps) {
        const key = mapKey(pane.id, map.name);
        here.add(key);
        const known = maps.current.get(key);
        if (known) known.show(pane, map);
        else
          maps.current.set(
            key,
            openMap(pane, map, (message) => sending.current(message), changed),
          );
        if (mayLoad) maps.current.get(key)!.start();
      }
    for (const [key, gone] of maps.current)
      if (!here.has(key)) {
        gone.close();
        maps.current.delete(key);
      }
    changed();
  }, [panes, mayLoad]);

  useEffect(
    () => () => {
      for (const map of maps.current.values()) map.close();
      maps.current.clear();
    },
    [],
  );

  return useMemo(
    () => (pane: string, map: string) => maps.current.get(mapKey(pane, map))?.scores(),
    [panes, revision],
  );
}
