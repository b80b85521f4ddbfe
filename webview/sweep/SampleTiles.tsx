// Sample pictures of the selected trials, in the order of the table: what the numbers look like. Pictures of trials in sight
// are asked for.

import { useEffect, useState } from 'preact/hooks';
import { MOST_ASKED_TRIALS, type TrialPicturesMessage } from '../messages/sweep.js';
import { Button } from '../ui/Controls.js';
import { Choice } from '../ui/Fields.js';
import { t } from '../ui/l10n.js';
import type { Columns } from './trialColumns.js';
import { objectiveText, stateText } from './trialWords.js';

export type Pictures = ReadonlyMap<number, TrialPicturesMessage['pictures']>;

export interface SampleTilesProps {
  readonly columns: Columns;
  readonly order: Uint32Array;
  readonly pictures: Pictures;
  readonly image: string | undefined;
  readonly onImage: (image: string) => void;
  readonly current: number | undefined;
  readonly onCurrent: (at: number) => void;
  readonly ask: (trials: readonly number[]) => void;
}

const PAGE = 48;
const FIRST_IMAGE = 'segmentation';

export function SampleTiles(props: SampleTilesProps) {
  const { columns, order, pictures, image, onImage, current, onCurrent, ask } = props;
  const [most, setMost] = useState(PAGE);
  const withRuns = [...order].filter((at) => columns.trials[at]!.run !== undefined);
  const shown = withRuns.slice(0, Math.min(most, MOST_ASKED_TRIALS));
  const missing = shown.map((at) => columns.trials[at]!.number).filter((number) => !pictures.has(number));
  useEffect(() => {
    if (missing.length > 0) ask(missing);
  }, [missing.join()]);
  const names = [
    ...new Set(
      shown.flatMap((at) => (pictures.get(columns.trials[at]!.number) ?? []).map(({ name }) => name)),
    ),
  ];
  const chosen =
    image !== undefined && names.includes(image)
      ? image
      : names.includes(FIRST_IMAGE)
        ? FIRST_IMAGE
        : names[0];
  const tiles = shown.flatMap((at) => {
    const found = pictures.get(columns.trials[at]!.number)?.find(({ name }) => name === chosen);
    return found ? [{ at, url: found.url }] : [];
  });
  if (withRuns.length === 0)
    return (
      <p class="empty">{t('None of the selected trials has a run, so there are no sample pictures.')}</p>
    );
  if (tiles.length === 0)
    return (
      <p class="empty">
        {missing.length > 0
          ? t('Reading the pictures …')
          : t('The runs of the selected trials have no sample pictures yet.')}
      </p>
    );
  return (
    <div class="samples">
      <Choice
        label={t('Image of the tiles')}
        caption={t('Image')}
        value={chosen}
        options={names.map((name) => ({ value: name, title: name }))}
        onChoose={onImage}
      />
      <ul class="sample-tiles">
        {tiles.map(({ at, url }) => {
          const trial = columns.trials[at]!;
          return (
            <li key={trial.number}>
              <button
                type="button"
                aria-pressed={at === current}
                title={t('Open the card of trial {0}', trial.number)}
                onClick={() => onCurrent(at)}
              >
                <img src={url} alt={t('{0} of trial {1}', chosen ?? '', trial.number)} loading="lazy" />
                <span>
                  <b>{trial.number}</b> {objectiveText(trial, 0) || stateText(trial.state)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {shown.length < withRuns.length && shown.length < MOST_ASKED_TRIALS && (
        <Button label={t('Show More')} onClick={() => setMost(most + PAGE)} />
      )}
    </div>
  );
}
