// State, trials and pictures of a sweep as messages bring them. Rows that come in a row are shown together, those of long
// sweeps less often: each time, the plots in sight are drawn anew.

import { useRef, useState } from 'preact/hooks';
import type { SweepDown, SweepState, SweepUp } from '../messages/sweep.js';
import { useMessages, type Host } from '../ui/host.js';
import type { Pictures } from './SampleTiles.js';
import { withMessage, type Trials } from './trialStore.js';

/** Trials of a sweep that counts as long. */
const LONG = 2000;
const SHOW_MS = { short: 150, long: 2000 } as const;

export interface HeardSweep {
  readonly state: SweepState | undefined;
  readonly trials: Trials;
  readonly pictures: Pictures;
}

/** @param exported called when the host asks for a file of what is on screen */
export function useTrials(
  host: Host<SweepDown, SweepUp>,
  exported: (format: 'csv' | 'png') => void,
): HeardSweep {
  const [heard, setHeard] = useState<HeardSweep>({ state: undefined, trials: [], pictures: new Map() });
  const now = useRef(heard);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const show = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    setHeard(now.current);
  };
  useMessages(host, (message: SweepDown) => {
    switch (message.type) {
      case 'show': {
        const isOther = now.current.state?.id !== message.state.id;
        const kept = isOther ? { trials: [], pictures: new Map() } : now.current;
        now.current = { ...kept, state: message.state };
        return show();
      }
      case 'trials': {
        if (now.current.state && now.current.state.id !== message.id) return;
        const trials = withMessage(now.current.trials, message);
        now.current = { ...now.current, trials, ...(message.all ? { pictures: new Map() } : {}) };
        timer.current ??= setTimeout(
          show,
          message.all || trials.length < LONG ? SHOW_MS.short : SHOW_MS.long,
        );
        return;
      }
      case 'pictures':
        now.current = {
          ...now.current,
          pictures: new Map(now.current.pictures).set(message.trial, message.pictures),
        };
        timer.current ??= setTimeout(show, SHOW_MS.short);
        return;
      case 'export':
        return exported(message.format);
    }
  });
  return heard;
}
