// The hooks of the training loop, turned into events of the run: steps, changes by hand, checkpoints, the end. The loop
// sleeps in here while the run is paused.

import { hostname } from 'node:os';
import { asError, EngineError } from '../../protocol/errors.js';
import { checkpointEvent, type RunFolder } from '../../records/runFolder.js';
import type { EndedEvent, RunEvent, StartedEvent } from '../../runlog/runEvents.js';
import { lossNames } from '../objective/lossTerms.js';
import type { Keeping } from '../plan/keeping.js';
import type { Progress } from '../step/progress.js';
import { NotANumber, type Order, type TrainingHooks } from '../step/train.js';
import { seesPerceptually } from './auxiliaryNetworks.js';
import { contrastsOf } from './contrast.js';
import type { MonitorListener } from './monitors.js';
import type { RunStream } from './runStream.js';
import type { Steering } from './steering.js';
import type { RunDescription } from './storedRun.js';
import type { TakenRun } from './takeRun.js';

/** Names that validation will use. */
type SeenNames = Pick<StartedEvent, 'metrics' | 'images'>;

export interface RunJournal {
  begin(backend: string, samples: number, seen: SeenNames): Promise<void>;
  readonly hooks: Pick<TrainingHooks, 'order' | 'onStep' | 'onRates' | 'onState' | 'onImages'>;
  /** @returns the last step */
  end(why: EndedEvent['why']): Promise<number>;
  /** Writes why the run failed, if there is still disk space. */
  fail(error: unknown): Promise<void>;
}

export interface JournalledRun {
  readonly run: RunDescription;
  readonly keeping: Keeping;
  readonly folder: Pick<RunFolder, 'dir' | 'checkpoint'>;
  readonly stream: RunStream;
  readonly monitors: Pick<MonitorListener, 'look'>;
  readonly steered: Steering;
  readonly taken: TakenRun;
  readonly signal: { readonly aborted: boolean };
  /** Step after which the run begins. */
  readonly firstStep: number;
}

export function runJournal({
  run,
  keeping,
  folder,
  stream,
  monitors,
  ...control
}: JournalledRun): RunJournal {
  const { steered, taken, signal, firstStep } = control;
  const { plan } = run;
  let last = firstStep;
  let saved = firstStep;
  let before = performance.now();
  const atLast = () => ({ time: now(), step: last });

  return {
    begin: async (backend, samples, { metrics, images }) => {
      await stream.emit({
        type: 'started',
        ...atLast(),
        backend,
        host: hostname(),
        pid: process.pid,
        epochs: plan.epochs,
        stepsPerEpoch: Math.ceil(samples / (plan.batchSize * plan.accumulate)),
        losses: lossNames(plan.model, plan.objective, seesPerceptually(run)),
        metrics,
        images,
      });
      before = performance.now();
    },
    hooks: {
      order: nextOrder,
      onStep: async (progress, losses) => {
        last = progress.step;
        const after = performance.now();
        const stepMs = after - before;
        before = after;
        await stream.emit({
          type: 'step',
          time: now(),
          epoch: progress.epoch,
          step: progress.step,
          generatorRate: progress.generatorRate.rate,
          discriminatorRate: progress.discriminatorRate.rate,
          stepMs,
          memoryMiB: process.memoryUsage.rss() / 2 ** 20,
          losses,
        });
      },
      onImages: async (step, made, given) => {
        if (step % LOOK_EVERY_STEPS !== 0) return;
        for (const alarm of monitors.look(await contrastsOf(made, given))) await stream.emit(alarm);
      },
      onRates: ({ generatorRate, discriminatorRate }) =>
        stream.emit({
          type: 'rates',
          ...atLast(),
          generatorRate: generatorRate.rate,
          discriminatorRate: discriminatorRate.rate,
        }),
      onState: async ({ tensors, ...state }, why) => {
        await refuseTaken();
        const event = checkpointEvent(state.progress.step, why);
        await stream.patiently(() =>
          folder.checkpoint(event, { tensors, state: { ...state, ...stream.remembered() } }),
        );
        await stream.emit(event);
        saved = event.step;
        before = performance.now();
      },
    },
    end: async (why) => {
      const { stopReason } = stream;
      const reason = why === 'stopped' && stopReason !== undefined ? { message: stopReason } : {};
      await stream.emit({ type: 'ended', ...atLast(), why, ...reason });
      return last;
    },
    fail: async (error) => {
      if (!(await taken.isOurs())) return;
      const { message } = asError(error);
      const ended: RunEvent = { type: 'ended', ...atLast(), why: 'failed', message };
      const alarm: RunEvent = { type: 'alarm', ...atLast(), kind: 'not-a-number', message };
      await stream.emitLast(error instanceof NotANumber ? [alarm, ended] : [ended]);
    },
  };

  async function refuseTaken(): Promise<void> {
    if (await taken.isOurs()) return;
    throw new EngineError(
      'usage',
      `${folder.dir} was taken over by another process; nothing more is written.`,
    );
  }

  /** Sleeps here while the run is paused. */
  async function nextOrder({ step }: Progress): Promise<Order> {
    let paused = false;
    for (;;) {
      const order = signal.aborted ? 'stop' : steered.take();
      if (order === 'wait') {
        if (!paused) await stream.emit({ type: 'paused', ...atLast() });
        paused = true;
        await steered.news();
        continue;
      }
      if (order !== 'step') return order;
      if (paused) {
        await stream.emit({ type: 'continued', ...atLast() });
        before = performance.now();
      }
      const { saveEverySteps } = keeping;
      return saveEverySteps > 0 && step > saved && step % saveEverySteps === 0 ? 'checkpoint' : order;
    }
  }
}

/** Number of steps between checks of generated pictures: on a GPU a check takes time. */
const LOOK_EVERY_STEPS = 10;

const now = () => new Date().toISOString();
