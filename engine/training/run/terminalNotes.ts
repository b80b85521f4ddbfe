// Lines for a terminal or a log about what happens in a run between its steps.

import type { RunListener } from '../../records/runListener.js';
import { isOwn } from './monitors.js';

export function terminalNotes(note: (line: string) => void): RunListener {
  return {
    hear: (event) => {
      if (event.type === 'paused') note(`Paused after step ${event.step}`);
      else if (event.type === 'continued') note('Continued');
      else if (event.type === 'alarm' && isOwn(event.kind)) note(event.message);
      return Promise.resolve();
    },
  };
}
