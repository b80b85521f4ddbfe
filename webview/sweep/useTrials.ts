// State, trials and pictures of a sweep as messages bring them. Rows that come in a row are shown together, those of long
// sweeps less often: each time, the plots in sight are drawn anew.

import { useRef, useState } from 'preact/hooks';
import { MOST_ASKED_TRIALS, type SweepDown, type SweepState, type SweepUp } from '../messages/sweep.js';
import { useMessages, type Host } from '../ui/host.js';
import type { Pictures } from './SampleTiles.js';
import { movedOn, withMessage, type Trials } from './trialStore.js';

/** Trials of a sweep that counts as long. */
const LONG = 2000;
const SHOW_MS = { short: 150, long: 2000 } as const;

export interface HeardSweep {
  readonly state: SweepState | undefined;
  readonly trials: Trials;
  readonly pictures: Pictures;
}

export interface TrialsOfPage extends HeardSweep {
  /** Asks for the sample pictures of trials, by number, once each. A trial that goes on is asked for again by itself. */
  readonly askPictures: (trials: readonly number[]) => void;
}

export function useTrials(host: Host<SweepDown, SweepUp>): TrialsOfPage {
  const [heard, setHeard] = useState<HeardSweep>({ state: undefined, trials: [], pictures: new Map() });
  const now = useRef(heard);
  const asked = useRef(new Set<number>());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const show = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    setHeard(now.current);
  };
  const askPictures = (trials: readonly number[]) => {
    const missing = trials.filter((trial) => !asked.current.has(trial));
    for (const trial of missing) asked.current.add(trial);
    if (missing.length > 0) host.post({ type: 'pictures', trials: missing });
  };
  useMessages(host, (message: SweepDown) => {
    switch (message.type) {
      case 'show': {
        const { state: last } = now.current;
        const isOther = last?.id !== message.state.id;
        const isOtherStudy = last?.study !== message.state.study;
        if (isOther || isOtherStudy) asked.current.clear();
        const kept = isOther || isOtherStudy ? { trials: [], pictures: new Map() } : now.current;
        now.current = { ...kept, state: message.state };
        // The trials of another study follow at once: both are shown together.
        if (isOther || !isOtherStudy) return show();
        timer.current ??= setTimeout(show, SHOW_MS.short);
        return;
      }
      case 'trials': {
        if (now.current.state && now.current.state.id !== message.id) return;
        const stale = movedOn(now.current.trials, message.rows).filter((trial) => asked.current.has(trial));
        const trials = withMessage(now.current.trials, message);
        now.current = { ...now.current, trials, ...(message.all ? { pictures: new Map() } : {}) };
        if (message.all) asked.current.clear();
        // Pictures that are there stay on screen until newer ones come.
        else if (stale.length > 0) host.post({ type: 'pictures', trials: stale.slice(0, MOST_ASKED_TRIALS) });
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
    }
  });
  return { ...heard, askPictures };
}
