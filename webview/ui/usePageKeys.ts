// Keys that act on the whole page, wherever the focus is, except in fields that take keys themselves.

import { useEffect, useRef } from 'preact/hooks';
import { isPlainKey } from './keys.js';

/** `press` returns true for a key that it knows. */
export function usePageKeys(press: (key: string) => boolean): void {
  const latest = useRef(press);
  latest.current = press;
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !isPlainKey(event) || takesKeys(event.target)) return;
      if (latest.current(event.key)) event.preventDefault();
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}

function takesKeys(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !['range', 'checkbox', 'color'].includes(target.type))
  );
}
