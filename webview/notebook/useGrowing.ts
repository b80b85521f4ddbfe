// The output of a run or sweep while it grows: as it was made, then as the extension says that its folder is now.

import { useEffect, useState } from 'preact/hooks';
import type { GrowingOutput } from '../messages/notebook.js';
import type { OutputChannel } from './channel.js';
import { useFolder, type FolderState } from './useFolder.js';

type OutputOf<K extends GrowingOutput['kind']> = Extract<GrowingOutput, { readonly kind: K }>['now'];

export interface Growing<T> {
  readonly shown: T;
  /** Number of times that it has grown. */
  readonly count: number;
  readonly folder: FolderState;
}

/** @param isOver true for an output that grows no more */
export function useGrowing<K extends GrowingOutput['kind']>(
  id: string,
  kind: K,
  output: OutputOf<K>,
  isOver: boolean,
  channel: OutputChannel,
): Growing<OutputOf<K>> {
  const [live, setLive] = useState<{ readonly now: OutputOf<K>; readonly count: number }>();
  const folder = useFolder(id, kind, output.place, channel, (message) => {
    if (message.type !== 'now' || message.kind !== kind) return;
    const now = message.now as OutputOf<K>;
    setLive((last) => ({ now, count: (last?.count ?? 0) + 1 }));
  });
  useEffect(() => {
    if (isOver) return undefined;
    channel.post?.({ type: 'watch', output: id, kind, place: output.place });
    return () => channel.post?.({ type: 'unwatch', output: id });
  }, [id, channel, output]);
  return { shown: live?.now ?? output, count: live?.count ?? 0, folder };
}
