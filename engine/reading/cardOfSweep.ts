// The process of a machine that works on a sweep: its process card lies in processes/<machine>, because every machine
// may have one, and it is a card as runs have them.

import { hostname } from 'node:os';
import { join } from 'node:path';
import { foldersIn } from './foldersIn.js';
import { processOf, type ProcessState } from './processCard.js';

const PROCESSES_FOLDER = 'processes';
/** Machines whose cards are read. */
const MOST_MACHINES = 100;

/** Folder with the process card of this machine. */
export function cardFolder(folder: string): string {
  const name = hostname()
    .replace(/[^A-Za-z0-9_-]/g, '_')
    .slice(0, 100);
  return join(folder, PROCESSES_FOLDER, name === '' ? '_' : name);
}

/** Process of this machine that works on the sweep in `folder`. */
export function processOfSweep(folder: string): Promise<ProcessState> {
  return processOf(cardFolder(folder));
}

/** Names of the machines, other than this one, whose process has touched its card recently. */
export async function otherMachines(folder: string): Promise<readonly string[]> {
  const own = cardFolder(folder);
  const cards = (await foldersIn(join(folder, PROCESSES_FOLDER))).filter((card) => card !== own);
  const states = await Promise.all(cards.slice(0, MOST_MACHINES).map((card) => processOf(card)));
  return states.flatMap((state) =>
    state.is === 'elsewhere' || state.is === 'alive' ? [state.process.host] : [],
  );
}
