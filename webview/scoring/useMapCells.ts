// Keeps the cells and scores of all maps on the page, and renders again whenever one of them has changed.

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { MapScoring } from './mapScoring.js';
import type { UseMapCells } from './props.js';

/** One MapScoring per map on show; a frame gathers the changes of several. */
export const useMapCells: UseMapCells = (panes, post, mayLoad) => {
  const maps = useRef(new Map<string, MapScoring>());
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
        const key = keyOf(pane.id, map.name);
        here.add(key);
        const known = maps.current.get(key);
        if (known) known.show(pane, map);
        else maps.current.set(key, new MapScoring(pane, map, (message) => sending.current(message), changed));
        if (mayLoad) maps.current.get(key)!.start();
      }
    for (const [key, gone] of maps.current)
      if (!here.has(key)) {
        gone.stop();
        maps.current.delete(key);
      }
    changed();
  }, [panes, mayLoad]);

  useEffect(
    () => () => {
      for (const scoring of maps.current.values()) scoring.stop();
      maps.current.clear();
    },
    [],
  );

  // Another function after every change, so that what depends on it renders again.
  return useMemo(
    () => (pane: string, map: string) => maps.current.get(keyOf(pane, map))?.snapshot(),
    [panes, revision],
  );
};

function keyOf(pane: string, map: string): string {
  return JSON.stringify([pane, map]);
}
