// Work that must not overlap: one piece after the other for each key. Of those that wait with the same name only the last
// is done, since it replaces the effect of the others.

/** Resolves when this piece is done, or when a later one of its name has taken its place and is done. */
export type LatestInTurn = (key: string, name: string, work: () => Promise<unknown>) => Promise<void>;

interface Waiting {
  work: () => Promise<unknown>;
  readonly done: Promise<void>;
}

export function latestInTurn(): LatestInTurn {
  const last = new Map<string, Promise<void>>();
  const waiting = new Map<string, Waiting>();
  return (key, name, work) => {
    const place = JSON.stringify([key, name]);
    const already = waiting.get(place);
    if (already) {
      already.work = work;
      return already.done;
    }
    const before = last.get(key) ?? Promise.resolve();
    const done = before
      .catch(() => undefined) // its own caller has the error
      .then(async () => {
        const { work: newest } = waiting.get(place)!;
        waiting.delete(place);
        await newest();
      });
    waiting.set(place, { work, done });
    last.set(key, done);
    void done.catch(() => undefined).then(() => last.get(key) === done && last.delete(key));
    return done;
  };
}
