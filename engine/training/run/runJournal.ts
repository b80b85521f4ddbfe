// What a training run tells its folder: each step, what was changed by hand, checkpoints, how it ended. It waits
// where the disk is full, and where the run is paused.

import { hostname } from 'node:os';
import { asError, EngineError } from '../../protocol/errors.js';
import type { AlarmKind, EndedEvent, StartedEvent } from '../../runlog/runEvents.js';
import type { RunFolder } from '../../records/runFolder.js';
import { patientWrites, type PatientWrites } from './patientWrites.js';
import type { Steering } from './steering.js';
import type { TakenRun } from './takeRun.js';
import { WINDOW_STEPS } from './alarms.js';
import { contrastsOf } from './contrast.js';
import { lossNames } from '../objective/lossTerms.js';
import { seesPerceptually } from './auxiliaryNetworks.js';
import type { RunWatch } from './runTraining.js';
import { KEEPING, type RunDescription } from './storedRun.js';
import { NotANumber, type Order, type TrainingHooks } from '../step/train.js';
import type { Progress } from '../step/trainingState.js';
import { monitorsOf, type Alarm } from './monitors.js';

type SeenNames = Pick<StartedEvent, 'metrics' | 'images'>;

export interface RunJournal {
  /** @param seen what validation will name */
  begin(backend: string, samples: number, seen: SeenNames): Promise<void>;
  /** For what others write into the run. */
  readonly write: PatientWrites;
  readonly hooks: Pick<TrainingHooks, 'order' | 'onRates' | 'onState' | 'onImages'> & {
    readonly onStep: TrainingHooks['onStep'];
  };
  /** @returns the last step */
  end(why: EndedEvent['why']): Promise<number>;
  /** Says why it failed, where there is still room for it. */
  fail(error: unknown): Promise<void>;
}

export function runJournal(
  folder: RunFolder,
  run: RunDescription,
  firstStep: number,
  steered: Steering,
  taken: TakenRun,
  watch: RunWatch,
): RunJournal {
  const { plan, keeping = KEEPING } = run;
  let last = firstStep;
  let saved = firstStep;
  let before = performance.now();
  const alarm = (kind: AlarmKind, message: string) =>
    folder.append({ type: 'alarm', time: now(), step: last, kind, message });
  const write = patientWrites(steered, (message) => alarm('disk-full', message), watch.note);

  const watchful = monitorsOf(plan.objective);
  const warn = async (alarms: readonly Alarm[]): Promise<void> => {
    for (const { kind, message } of alarms) {
      watch.note(message);
      await write(() => alarm(kind, message));
      // What was saved while it went wrong is not what one wants to go back to.
      await write(() => folder.keepBefore(`before-${kind}`, last - WINDOW_STEPS));
    }
  };

  const pause = async (): Promise<void> => {
    await write(() => folder.append({ type: 'paused', time: now(), step: last }));
    watch.note(`Paused after step ${last}`);
  };
  const goOn = async (): Promise<void> => {
    await write(() => folder.append({ type: 'continued', time: now(), step: last }));
    watch.note('Going on');
    before = performance.now();
  };

  return {
    write,
    begin: async (backend, samples, { metrics, images }) => {
      await write(() =>
        folder.append({
          type: 'started',
          time: now(),
          step: last,
          backend,
          host: hostname(),
          pid: process.pid,
          epochs: plan.epochs,
          stepsPerEpoch: Math.ceil(samples / (plan.batchSize * plan.accumulate)),
          losses: lossNames(plan.model, plan.objective, seesPerceptually(run)),
          metrics,
          images,
        }),
      );
      await watch.onBegun?.(folder.dir);
      before = performance.now();
    },
    hooks: {
      order: (progress) => nextOrder(progress, saved),
      onStep: async (progress, losses) => {
        last = progress.step;
        const after = performance.now();
        const stepMs = after - before;
        before = after;
        await write(() =>
          folder.append({
            type: 'step',
            time: now(),
            epoch: progress.epoch,
            step: progress.step,
            generatorRate: progress.generatorRate.rate,
            discriminatorRate: progress.discriminatorRate.rate,
            stepMs,
            memoryMiB: process.memoryUsage.rss() / 2 ** 20,
            losses,
          }),
        );
        watch.onStep(progress, losses);
        await warn(watchful.afterStep(losses));
      },
      onImages: async (step, made, given) => {
        if (step % LOOK_EVERY_STEPS === 0) await warn(watchful.afterLook(await contrastsOf(made, given)));
      },
      onRates: ({ generatorRate, discriminatorRate }) =>
        write(() =>
          folder.append({
            type: 'rates',
            time: now(),
            step: last,
            generatorRate: generatorRate.rate,
            discriminatorRate: discriminatorRate.rate,
          }),
        ),
      onState: async ({ tensors, ...state }, why) => {
        if (!(await taken.isOurs()))
          throw new EngineError(
            'usage',
            `${folder.dir} was taken over by another process; nothing more is written.`,
          );
        const { step } = state.progress;
        await write(() => folder.checkpoint(step, why, { tensors, state }, keeping.keepLast));
        saved = step;
        before = performance.now();
      },
    },
    end: async (why) => {
      await write(() => folder.append({ type: 'ended', time: now(), step: last, why }));
      return last;
    },
    fail: async (error) => {
      const { message } = asError(error);
      try {
        if (!(await taken.isOurs())) return;
        if (error instanceof NotANumber) await alarm('not-a-number', message);
        await folder.append({ type: 'ended', time: now(), step: last, why: 'failed', message });
      } catch (failure) {
        watch.note(asError(failure).message);
      }
    },
  };

  /** Sleeps here while the run is paused. */
  async function nextOrder({ step }: Progress, savedStep: number): Promise<Order> {
    let paused = false;
    for (;;) {
      const order = watch.signal.aborted ? 'stop' : steered.take();
      if (order === 'wait') {
        if (!paused) await pause();
        paused = true;
        await steered.news();
        continue;
      }
      if (order !== 'step') return order;
      if (paused) await goOn();
      const { saveEverySteps } = keeping;
      return saveEverySteps > 0 && step > savedStep && step % saveEverySteps === 0 ? 'checkpoint' : order;
    }
  }
}

/** Looking takes time on a GPU that otherwise need not answer. */
const LOOK_EVERY_STEPS = 10;

const now = () => new Date().toISOString();
