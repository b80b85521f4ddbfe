// Zoom with the wheel: while the element has the focus or Ctrl is held, so that the page still scrolls over it.

import { useEffect, useRef } from 'preact/hooks';

/** Wheel travel per doubling, in pixels; a pinch on a touch pad comes as a wheel with Ctrl, in small steps. */
const DOUBLING_PX = 300;
const PINCH_DOUBLING_PX = 100;

/** `zoom` gets the power of two to zoom in by. */
export function useWheelZoom(
  element: { readonly current: HTMLElement | null },
  zoom: (event: WheelEvent, octaves: number) => void,
): void {
  const latest = useRef(zoom);
  latest.current = zoom;
  useEffect(() => {
    const target = element.current!;
    const listener = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== target) return;
      event.preventDefault();
      latest.current(event, -event.deltaY / (event.ctrlKey ? PINCH_DOUBLING_PX : DOUBLING_PX));
    };
    // Listeners in JSX are passive: they cannot keep the page from scrolling.
    target.addEventListener('wheel', listener, { passive: false });
    return () => target.removeEventListener('wheel', listener);
  }, []);
}
