// Asks the extension once whether the folder of an output is there and unchanged. Without an extension nothing is known,
// and the output shows what it holds.

import { useEffect, useState } from 'preact/hooks';
import type { OutputPlace } from '../../engine/protocol/outputs.js';
import type { NotebookDown, PlaceKind } from '../messages/notebook.js';
import type { OutputChannel } from './channel.js';

export interface FolderState {
  readonly there: boolean;
  readonly problem?: string | undefined;
}

/** @param others receives the further messages to this output */
export function useFolder(
  id: string,
  kind: PlaceKind,
  place: OutputPlace,
  channel: OutputChannel,
  others?: (message: Exclude<NotebookDown, { readonly type: 'folder' }>) => void,
): FolderState {
  const [state, setState] = useState<FolderState>({ there: true });
  useEffect(() => {
    const stop = channel.listen(id, (message) => {
      if (message.type === 'folder') setState({ there: message.there, problem: message.problem });
      else others?.(message);
    });
    channel.post?.({ type: 'check', output: id, kind, place });
    return stop;
  }, [id, channel, place.path, place.sha256]);
  return state;
}
