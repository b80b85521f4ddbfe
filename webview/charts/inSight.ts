// Watches whether an element is in the window, or nearly so: charts that are scrolled out of sight are computed and
// drawn when they are visible again.

import { useLayoutEffect, useState } from 'preact/hooks';

const MARGIN_PX = 100;

export function useInSight(element: { readonly current: Element | null }): boolean {
  const [inSight, setInSight] = useState(false);
  useLayoutEffect(() => {
    const target = element.current!;
    // Measured at once, for the first frame; the observer reports in the next one.
    const { top, bottom } = target.getBoundingClientRect();
    setInSight(bottom > -MARGIN_PX && top < window.innerHeight + MARGIN_PX);
    const observer = new IntersectionObserver((entries) => setInSight(entries.at(-1)!.isIntersecting), {
      rootMargin: `${MARGIN_PX}px`,
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, []);
  return inSight;
}
