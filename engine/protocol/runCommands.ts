// Commands that the control socket of a run takes, and its answers, checked field by field at both ends.

import { message, number, oneOf, stored, text, truth, type Shape } from './shape.js';

export type RunCommand =
  | { readonly command: 'stop' | 'pause' | 'continue' | 'checkpoint' }
  | { readonly command: 'rates'; readonly generatorRate: number; readonly discriminatorRate: number };

/** Answer of the process: the command was accepted, or why not. The run's events say when it was carried out. */
export interface RunAnswer {
  readonly ok: boolean;
  /** Reason of a refusal. */
  readonly message?: string;
}

/** A learning rate above 0: the schedule continues in proportion to it, which is impossible with 0. */
export const newLearningRate = number(Number.MIN_VALUE, 1e6);

const word = stored({ command: text({ most: 100 }) });
const rates = message({
  command: oneOf('rates'),
  generatorRate: newLearningRate,
  discriminatorRate: newLearningRate,
});
const plain = message({ command: oneOf('stop', 'pause', 'continue', 'checkpoint') });

export const runCommand: Shape<RunCommand> = (value, where) =>
  word(value, where).command === 'rates' ? rates(value, where) : plain(value, where);

export const runAnswer: Shape<RunAnswer> = stored({ ok: truth }, { message: text({ most: 10_000 }) });
