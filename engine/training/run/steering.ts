// What a training run was told, in the order in which it is carried out between two steps. Whoever steers may do so
// at any moment; the loop takes one order at a time, and sleeps while there is nothing to do.

import type { RunCommand } from '../../protocol/runCommands.js';
import type { NewRates, Order } from '../step/train.js';

/** `wait`: the run is paused. */
export type SteeringOrder = Order | 'wait';

export interface Steering {
  readonly tell: (command: RunCommand) => void;
  /** What to do now. Stopping comes first, a pause last: a paused run still keeps checkpoints and changes its rates. */
  take(): SteeringOrder;
  readonly stopping: boolean;
  /** Resolves when it was told something since the last `take`, or after so many milliseconds. */
  news(): Promise<void>;
  /** How often it was told something. */
  readonly told: number;
  /** Resolves when it was told something more often, or after so many milliseconds; what it was told stays news. */
  moreNews(told: number, withinMs: number): Promise<void>;
}

export function steering(): Steering {
  let [stopping, paused, checkpoint, heard] = [false, false, false, false];
  let rates: NewRates | undefined;
  let told = 0;
  let wake: () => void = () => undefined;
  return {
    tell: (command) => {
      if (command.command === 'stop') stopping = true;
      else if (command.command === 'checkpoint') checkpoint = true;
      else if (command.command === 'rates') {
        const { generatorRate, discriminatorRate } = command;
        rates = { generatorRate, discriminatorRate };
      } else paused = command.command === 'pause';
      heard = true;
      told++;
      wake();
    },
    take: () => {
      heard = false;
      if (stopping) return 'stop';
      if (rates) {
        const order = rates;
        rates = undefined;
        return order;
      }
      if (checkpoint) {
        checkpoint = false;
        return 'checkpoint';
      }
      return paused ? 'wait' : 'step';
    },
    get stopping() {
      return stopping;
    },
    news: () =>
      new Promise((resolve) => {
        if (heard) return resolve();
        wake = resolve;
      }),
    get told() {
      return told;
    },
    moreNews: (before, withinMs) =>
      new Promise((resolve) => {
        if (told > before) return resolve();
        const timer = setTimeout(resolve, withinMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
}
