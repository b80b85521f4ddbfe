// Commands to a training run, in the order in which it carries them out between two steps. They may come at any moment;
// the loop takes one order at a time, and sleeps while there is nothing to do.

import type { RunCommand } from '../../protocol/runCommands.js';
import type { LearningRates } from '../plan/learningRate.js';
import type { Order } from '../step/train.js';

/** `wait`: the run is paused. */
export type SteeringOrder = Order | 'wait';

export interface Steering {
  readonly tell: (command: RunCommand) => void;
  /** Takes the next order. Stopping comes first, a pause last: a paused run still writes checkpoints and changes its rates. */
  take(): SteeringOrder;
  readonly stopping: boolean;
  /** Resolves when a command has come since the last `take`. */
  news(): Promise<void>;
  /** Number of commands so far. */
  readonly told: number;
  /** Resolves when there are more commands than that, or after so many milliseconds; `news` still tells of them. */
  moreNews(told: number, withinMs: number): Promise<void>;
}

export function steering(): Steering {
  let [stopping, paused, checkpoint, heard] = [false, false, false, false];
  let rates: LearningRates | undefined;
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
