// Work that many events ask for: the first is served at once, those that follow within a frame are served together.

export function oncePerFrame(work: () => void): () => void {
  let isWaiting = false;
  let isWanted = false;
  return () => {
    isWanted = isWaiting;
    if (isWaiting) return;
    isWaiting = true;
    work();
    requestAnimationFrame(() => {
      isWaiting = false;
      if (isWanted) work();
    });
  };
}
