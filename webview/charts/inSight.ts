// Whether an element is in the window or nearly so: what is scrolled away is computed and drawn when it comes back.

import { useLayoutEffect, useState } from 'preact/hooks';

const MARGIN_PX = 100;

export function useInSight(element: { readonly current: Element | null }): boolean {
  const [inSight, setInSight] = useState(false);
  useLayoutEffect(() => {
    const target = element.current!;
    // At once, so that the first frame has what is to be seen; the observer tells in the next one.
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
