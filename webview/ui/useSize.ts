// Size of an element on screen, followed as it changes.

import { useLayoutEffect, useState } from 'preact/hooks';

export interface ElementSize {
  readonly width: number;
  readonly height: number;
}

/** Inner size without scroll bars, in CSS pixels; measured before the first frame. */
export function useSize(element: { readonly current: HTMLElement | null }): ElementSize {
  const [size, setSize] = useState<ElementSize>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const target = element.current!;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = target;
      setSize((last) => (last.width === width && last.height === height ? last : { width, height }));
    };
    measure(); // the observer reports a frame later
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, []);
  return size;
}
