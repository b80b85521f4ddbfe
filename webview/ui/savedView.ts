// View state of a page: how its state is shown, changed part by part, and saved once changes have come to rest, so that a
// reload finds it again.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageUp } from '../messages/page.js';
import type { Host } from './host.js';

const SAVE_AFTER_MS = 150;

/** The view, and how to change parts of it. An undefined part is removed. */
export function useView<View extends object>(
  first: () => View,
): readonly [View, (change: Partial<View>) => void] {
  const [view, setView] = useState(first);
  return [view, (change) => setView((last) => withChange(last, change))];
}

/** Parts set to undefined are removed, so that the saved state does not mention them. */
export function withChange<View extends object>(view: View, change: Partial<View>): View {
  const entries = Object.entries({ ...view, ...change }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as View; // only optional parts can be undefined
}

/** Tells the host the sizes of areas once a drag has come to rest: the next page of this kind begins with them. */
export function useSharedSizes(
  host: Pick<Host<never, PageUp>, 'post'>,
  sizes: Readonly<Record<string, number | undefined>>,
): void {
  const text = JSON.stringify(sizes);
  const told = useRef(text);
  useEffect(() => {
    if (told.current === text) return undefined;
    const timer = setTimeout(() => {
      told.current = text;
      host.post({ type: 'sizes', sizes: JSON.parse(text) as Readonly<Record<string, number>> });
    }, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
}

/** Saves `state` whenever it is another object; undefined: there is nothing to save yet. */
export function useSaved(host: Pick<Host<never, never>, 'save'>, state: object | undefined): void {
  useEffect(() => {
    if (!state) return undefined;
    const timer = setTimeout(() => host.save(state), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [state]);
}
