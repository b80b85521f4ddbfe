// The alarms of one run: which numbers of its steps go into which rule, and what people are told.

import type { AlarmKind } from '../../runlog/runEvents.js';
import {
  blankPictures,
  divergence,
  lostGame,
  NO_BLANKS,
  NO_DIVERGENCE,
  NO_GAME,
  WILD_FACTOR,
  WILD_STEPS,
  type BlankMemory,
  type GameMemory,
} from './alarms.js';
import type { Contrast } from './contrast.js';
import { GENERATORS_TOTAL, type Losses } from '../objective/lossTerms.js';
import type { Objective } from '../plan/objective.js';

export interface Alarm {
  readonly kind: AlarmKind;
  readonly message: string;
}

export interface Monitors {
  afterStep(losses: Losses): readonly Alarm[];
  afterLook(contrasts: readonly Contrast[]): readonly Alarm[];
}

/** A run that goes on begins to watch anew: alarms are no part of what must continue bit for bit. */
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
        const of = /^(.+)\/gan$/.exec(name)?.[1];
        if (of === undefined) continue;
        const [real, fake] = [losses[`${of}/d-real`], losses[`${of}/d-fake`]];
        const mode = of.startsWith('segmentation') ? segmentationGan : translationGan;
        if (real === undefined || fake === undefined || mode === 'wgangp') continue;
        const game = lostGame(games.get(of) ?? NO_GAME, { real, fake, gan: losses[name]! });
        games.set(of, game.memory);
        if (game.alarm) alarms.push({ kind: 'mode-collapse', message: lost(of) });
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

const DIVERGED =
  `The total loss of the generators has been more than ${WILD_FACTOR} times its usual size for ${WILD_STEPS} steps. The last ` +
  'checkpoint before that is kept as "before-divergence", from which deepliif runs fork makes a new run. Lower the ' +
  'learning rates, or stop and look at the data.';

function lost(of: string): string {
  return (
    `The discriminator of ${of} is never wrong any more, and the adversarial loss of its generator rises: the generator ` +
    'learns nothing from it. Lower the learning rate of the discriminators (deepliif runs rates RUN --lr-d …). The last ' +
    'checkpoint before that, where there was one, is kept as "before-mode-collapse".'
  );
}

function blank(image: string): string {
  return (
    `Generated images of ${image} show almost nothing, though the true ones do. The last checkpoint is kept as ` +
    '"before-mode-collapse". Lower the learning rates, or look at these images in the data.'
  );
}
