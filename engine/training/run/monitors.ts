// The monitors of a run: a listener that feeds the numbers of its steps and pictures to the rules of alarms.ts, raises
// alarms, and keeps the last checkpoint before the trouble.

import type { RunListener } from '../../records/runListener.js';
import type { RunFolder } from '../../records/runFolder.js';
import type { AlarmEvent, AlarmKind, StepEvent } from '../../runlog/runEvents.js';
import { GENERATORS_TOTAL } from '../objective/lossTerms.js';
import type { Objective } from '../plan/objective.js';
import {
  blankPictures,
  divergence,
  lostGame,
  NO_BLANKS,
  NO_DIVERGENCE,
  NO_GAME,
  WILD_FACTOR,
  WILD_STEPS,
  WINDOW_STEPS,
  type BlankMemory,
  type GameMemory,
} from './alarms.js';
import type { Contrast } from './contrast.js';

export interface Alarm {
  readonly kind: AlarmKind;
  readonly message: string;
}

export interface Monitors {
  afterStep(losses: StepEvent['losses']): readonly Alarm[];
  afterLook(contrasts: readonly Contrast[]): readonly Alarm[];
}

/** Memories of the rules. A resumed run starts new ones: alarms are no part of what must continue bit for bit. */
export function monitorsOf({ translationGan, segmentationGan }: Objective): Monitors {
  let total = NO_DIVERGENCE;
  const games = new Map<string, GameMemory>();
  const blanks = new Map<string, BlankMemory>();
  return {
    afterStep: (losses) => {
      const alarms: Alarm[] = [];
      const after = divergence(total, losses[GENERATORS_TOTAL] ?? NaN);
      total = after.memory;
      if (after.alarm) alarms.push({ kind: 'divergence', message: DIVERGED });
      for (const name of Object.keys(losses)) {
        const image = /^(.+)\/gan$/.exec(name)?.[1];
        if (image === undefined) continue;
        const [real, fake] = [losses[`${image}/d-real`], losses[`${image}/d-fake`]];
        const mode = image.startsWith('segmentation') ? segmentationGan : translationGan;
        if (real === undefined || fake === undefined || mode === 'wgangp') continue;
        const memory = games.get(image) ?? NO_GAME;
        const game = lostGame(memory, { real: real ?? NaN, fake: fake ?? NaN, gan: losses[name] ?? NaN });
        games.set(image, game.memory);
        if (game.alarm) alarms.push({ kind: 'mode-collapse', message: lost(image) });
      }
      return alarms;
    },
    afterLook: (contrasts) =>
      contrasts.flatMap(({ image, ...contrast }): Alarm[] => {
        const look = blankPictures(blanks.get(image) ?? NO_BLANKS, contrast);
        blanks.set(image, look.memory);
        return look.alarm ? [{ kind: 'mode-collapse', message: blank(image) }] : [];
      }),
  };
}

export interface MonitorListener extends RunListener {
  /** The alarms that contrasts of generated pictures raise, which are no event. */
  look(contrasts: readonly Contrast[]): readonly AlarmEvent[];
}

/** @param firstStep after which the run begins */
export function listeningMonitors(
  objective: Objective,
  folder: Pick<RunFolder, 'keepBefore'>,
  firstStep: number,
): MonitorListener {
  const monitors = monitorsOf(objective);
  let step = firstStep;
  const events = (alarms: readonly Alarm[]) =>
    alarms.map((alarm): AlarmEvent => ({ type: 'alarm', time: new Date().toISOString(), step, ...alarm }));
  return {
    hear: async (event, { emit }) => {
      if (event.type === 'step') {
        ({ step } = event);
        events(monitors.afterStep(event.losses)).forEach(emit);
      } else if (event.type === 'alarm' && isOwn(event.kind))
        // Checkpoints that were written while it went wrong are no good to go back to.
        await folder.keepBefore(`before-${event.kind}`, event.step - WINDOW_STEPS);
    },
    look: (contrasts) => events(monitors.afterLook(contrasts)),
  };
}

/** True when monitors raise alarms of the kind; a full disk and NaN have alarms of other origin. */
export function isOwn(kind: AlarmKind): boolean {
  return kind === 'divergence' || kind === 'mode-collapse';
}

const DIVERGED =
  `The total loss of the generators has been more than ${WILD_FACTOR} times its usual size for ${WILD_STEPS} steps. The last ` +
  'checkpoint before that is kept as "before-divergence", from which deepliif runs fork makes a new run. Lower the ' +
  'learning rates, or stop and check the data.';

function lost(image: string): string {
  return (
    `The discriminator of ${image} is always right, and the adversarial loss of its generator rises: the generator ` +
    'learns nothing from it. Lower the learning rate of the discriminators (deepliif runs rates RUN --lr-d …). The last ' +
    'checkpoint before that, if there was one, is kept as "before-mode-collapse".'
  );
}

function blank(image: string): string {
  return (
    `Generated images of ${image} are almost blank, unlike the real ones. The last checkpoint is kept as ` +
    '"before-mode-collapse". Lower the learning rates, or check these images in the data.'
  );
}
