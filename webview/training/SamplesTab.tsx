// Tab of sample pictures: one slider of steps moves all modalities, masks and runs together.

import { useEffect, useMemo, useState } from 'preact/hooks';
import { countText } from '../charts/numberText.js';
import type { RunHead, SampleStep } from '../messages/training.js';
import { Button } from '../ui/Controls.js';
import { Choice, Slider, Switches } from '../ui/Fields.js';
import { t } from '../ui/l10n.js';
import { capital } from './seriesNames.js';
import { ERROR_COLOURS } from './errorColours.js';
import { PictureCache } from './pictureCache.js';
import { SampleFrame } from './SampleFrame.js';
import { picturesOf, samplesAt, sampleSteps, tilesOf, type SamplesByRun } from './sampleSteps.js';
import { SAMPLE_MODES, WHOLE_PICTURE, type SampleMode, type TrainingView } from './trainingView.js';

export interface SamplesTabProps {
  readonly runs: readonly RunHead[];
  readonly samples: SamplesByRun;
  readonly view: TrainingView;
  readonly onView: (change: Partial<TrainingView>) => void;
  /** Gets the pictures that cannot be fetched. */
  readonly ask: (uri: string) => Promise<Blob>;
}

const MODE_TITLES: Readonly<Record<SampleMode, string>> = {
  generated: t('Generated'),
  beside: t('Beside truth'),
  swipe: t('Swipe'),
  difference: t('Difference'),
  errors: t('FP / FN'),
};
const PLAY_MS = 350;

export function SamplesTab({ runs, samples, view, onView, ask }: SamplesTabProps) {
  const cache = useMemo(() => new PictureCache(ask), [ask]);
  const [playing, setPlaying] = useState(false);
  const ids = runs.map(({ id }) => id);
  const steps = sampleSteps(samples, ids);
  const tiles = tilesOf(samples, ids);
  const tile = view.tile !== undefined && tiles.includes(view.tile) ? view.tile : tiles[0];
  // The chosen step may come from a curve and lie between two samples.
  const chosen =
    view.step === undefined ? steps.length - 1 : steps.findLastIndex((step) => step <= view.step!);
  const place = Math.max(0, chosen);
  const step = steps[place];
  const go = (to: number) => onView({ step: steps[Math.min(steps.length - 1, Math.max(0, to))]! });

  useEffect(() => {
    if (!playing) return undefined;
    const timer = setTimeout(() => go(place + 1 < steps.length ? place + 1 : 0), PLAY_MS);
    return () => clearTimeout(timer);
  }, [playing, place, steps.length]);

  if (step === undefined || tile === undefined) return <p class="empty">{emptyText(ids, samples)}</p>;
  return (
    <div class="samples">
      <div class="step-slider">
        <Button
          icon={playing ? 'debug-pause' : 'play'}
          label={playing ? t('Stop playing') : t('Play the steps')}
          onClick={() => setPlaying(!playing)}
        />
        <Button
          icon="chevron-left"
          label={t('Samples before')}
          disabled={place === 0}
          onClick={() => go(place - 1)}
        />
        <Slider
          label={t('Step of all pictures')}
          min={0}
          max={steps.length - 1}
          step={1}
          value={place}
          valueText={t('step {0}', step)}
          onInput={go}
        />
        <Button
          icon="chevron-right"
          label={t('Samples after')}
          disabled={place === steps.length - 1}
          onClick={() => go(place + 1)}
        />
        <output>{t('step {0}', countText(step))}</output>
        <Button
          icon="debug-line-by-line"
          label={t('Follow the newest')}
          pressed={view.step === undefined}
          onClick={() => onView({ step: view.step === undefined ? step : undefined })}
        />
      </div>
      <div class="controls">
        <Choice
          label={t('Tile')}
          caption={t('tile')}
          value={tile}
          options={tiles.map((name) => ({ value: name, title: name }))}
          onChoose={(name) => onView({ tile: name })}
        />
        <Switches
          label={t('Comparison of pictures with their truth')}
          switches={SAMPLE_MODES.map((id) => ({ id, title: MODE_TITLES[id], pressed: view.mode === id }))}
          onPress={(mode) => onView({ mode })}
        />
        {view.mode === 'swipe' && (
          <Slider
            label={t('Edge of the swipe')}
            caption={t('edge')}
            min={0}
            max={1}
            step={0.01}
            value={view.swipe}
            onInput={(swipe) => onView({ swipe })}
          />
        )}
        {view.mode === 'difference' && (
          <Slider
            label={t('Brightness of differences')}
            caption={t('brighter')}
            min={1}
            max={16}
            step={1}
            value={view.gain}
            output={`${view.gain}×`}
            onInput={(gain) => onView({ gain })}
          />
        )}
        {view.mode === 'errors' && <ErrorKey />}
        {view.camera.scale !== 1 && (
          <Button
            icon="screen-full"
            label={t('Show whole pictures')}
            onClick={() => onView({ camera: WHOLE_PICTURE })}
          />
        )}
      </div>
      {runs.map((run) => {
        const at = samplesAt(samples.get(run.id) ?? [], step);
        return (
          <section key={run.id} class="sample-run" aria-label={t('Samples of {0}', run.name)}>
            {runs.length > 1 && (
              <h3>
                {run.name} <small>{at ? placeText(run, at) : t('no samples')}</small>
              </h3>
            )}
            <div class="frames">
              {at &&
                picturesOf(at, tile, run.images).map((pictures) => (
                  <SampleFrame
                    key={pictures.image}
                    title={capital(pictures.image)}
                    pictures={pictures}
                    mode={view.mode}
                    swipe={view.swipe}
                    gain={view.gain}
                    camera={view.camera}
                    cache={cache}
                    onCamera={(camera) => onView({ camera })}
                    onSwipe={(swipe) => onView({ swipe })}
                  />
                ))}
            </div>
          </section>
        );
      })}
    </div>
  );
}

function emptyText(runs: readonly string[], samples: SamplesByRun): string {
  if (runs.length === 0) return t('Select a run to see its pictures.');
  if (runs.some((run) => !samples.has(run))) return t('Reading the pictures …');
  return t('There are no sample pictures yet. A run writes them of its validation tiles while it trains.');
}

/** Place of samples in their run; TensorBoard has no epochs. */
function placeText({ kind }: RunHead, { step, epoch }: SampleStep): string {
  return kind === 'run' ? t('step {0}, epoch {1}', countText(step), epoch) : t('step {0}', countText(step));
}

function ErrorKey() {
  const words = {
    right: t('right'),
    swapped: t('wrong class'),
    extra: t('extra (FP)'),
    missed: t('missed (FN)'),
  } as const;
  return (
    <span class="error-key">
      {(Object.keys(words) as (keyof typeof words)[]).map((kind) => (
        <span key={kind}>
          <i style={{ background: `rgb(${ERROR_COLOURS[kind].join(' ')})` }} /> {words[kind]}
        </span>
      ))}
    </span>
  );
}
