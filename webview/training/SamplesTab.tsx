// Sample pictures: one slider of steps moves all modalities, masks and runs together.

import { useEffect, useMemo, useState } from 'preact/hooks';
import { countText } from '../charts/numberText.js';
import { Button } from '../ui/controls.js';
import type { RunHead, SampleStep } from '../messages/training.js';
import { capital } from './chartGroups.js';
import { ERROR_COLOURS } from './errorColours.js';
import { PictureCache } from './pictureCache.js';
import { SampleFrame } from './SampleFrame.js';
import { picturesOf, samplesAt, sampleSteps, tilesOf, type SamplesByRun } from './sampleSteps.js';
import { SAMPLE_MODES, WHOLE_PICTURE, type SampleMode, type TrainingView } from './trainingView.js';

export interface SamplesTabProps {
  readonly runs: readonly RunHead[];
  readonly samples: SamplesByRun;
  /** Whether there may be more that has not been read yet. */
  readonly reading: boolean;
  readonly view: TrainingView;
  readonly onView: (change: Partial<TrainingView>) => void;
  /** For pictures that cannot be fetched. */
  readonly ask: (uri: string) => Promise<Blob>;
}

const MODE_TITLES: Readonly<Record<SampleMode, string>> = {
  generated: 'Generated',
  beside: 'Beside truth',
  swipe: 'Swipe',
  difference: 'Difference',
  errors: 'FP / FN',
};
const PLAY_MS = 350;

export function SamplesTab({ runs, samples, reading, view, onView, ask }: SamplesTabProps) {
  const cache = useMemo(() => new PictureCache(ask), [ask]);
  const [playing, setPlaying] = useState(false);
  const ids = runs.map(({ id }) => id);
  const steps = sampleSteps(samples, ids);
  const tiles = tilesOf(samples, ids);
  const tile = view.tile !== undefined && tiles.includes(view.tile) ? view.tile : tiles[0];
  // The chosen step may be one of a curve, between two samples.
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

  if (step === undefined || tile === undefined)
    return (
      <p class="empty">
        {runs.length === 0
          ? 'Tick a run to see its pictures.'
          : reading
            ? 'Reading the pictures …'
            : 'No sample pictures yet: a run writes them at a fixed cadence while it trains, of its validation tiles.'}
      </p>
    );
  return (
    <div class="samples">
      <div class="step-slider">
        <Button
          icon={playing ? 'debug-pause' : 'play'}
          label={playing ? 'Stop playing' : 'Play the steps'}
          onClick={() => setPlaying(!playing)}
        />
        <Button
          icon="chevron-left"
          label="Samples before"
          disabled={place === 0}
          onClick={() => go(place - 1)}
        />
        <input
          type="range"
          min="0"
          max={steps.length - 1}
          value={place}
          aria-label="Step of all pictures"
          aria-valuetext={`step ${step}`}
          onInput={({ currentTarget }) => go(Number(currentTarget.value))}
        />
        <Button
          icon="chevron-right"
          label="Samples after"
          disabled={place === steps.length - 1}
          onClick={() => go(place + 1)}
        />
        <output>
          step <b>{countText(step)}</b>
        </output>
        <Button
          icon="debug-line-by-line"
          label="Follow the newest"
          pressed={view.step === undefined}
          onClick={() => onView({ step: view.step === undefined ? step : undefined })}
        />
      </div>
      <div class="controls">
        <label>
          tile{' '}
          <select
            aria-label="Tile"
            value={tile}
            onChange={({ currentTarget }) => onView({ tile: currentTarget.value })}
          >
            {tiles.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <div class="segments" role="group" aria-label="How pictures are compared with their truth">
          {SAMPLE_MODES.map((mode) => (
            <button
              key={mode}
              type="button"
              aria-pressed={view.mode === mode}
              onClick={() => onView({ mode })}
            >
              {MODE_TITLES[mode]}
            </button>
          ))}
        </div>
        {view.mode === 'swipe' && (
          <label class="slider">
            edge
            <input
              type="range"
              min="0"
              max="1"
              step="0.01"
              aria-label="Edge of the swipe"
              value={view.swipe}
              onInput={({ currentTarget }) => onView({ swipe: Number(currentTarget.value) })}
            />
          </label>
        )}
        {view.mode === 'difference' && (
          <label class="slider">
            brighter
            <input
              type="range"
              min="1"
              max="16"
              step="1"
              aria-label="How much differences are made brighter"
              value={view.gain}
              onInput={({ currentTarget }) => onView({ gain: Number(currentTarget.value) })}
            />
            <output>{view.gain}×</output>
          </label>
        )}
        {view.mode === 'errors' && <ErrorKey />}
        {view.camera.scale !== 1 && (
          <Button
            icon="screen-full"
            label="Show whole pictures"
            onClick={() => onView({ camera: WHOLE_PICTURE })}
          />
        )}
      </div>
      {runs.map((run) => {
        const at = samplesAt(samples.get(run.id) ?? [], step);
        return (
          <section key={run.id} class="sample-run" aria-label={`Samples of ${run.name}`}>
            {runs.length > 1 && (
              <h3>
                {run.name} <small>{at ? placeText(run, at) : 'no samples'}</small>
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

/** TensorBoard knows no epochs. */
function placeText({ kind }: RunHead, { step, epoch }: SampleStep): string {
  return kind === 'run' ? `step ${countText(step)}, epoch ${epoch}` : `step ${countText(step)}`;
}

function ErrorKey() {
  const words = {
    right: 'right',
    swapped: 'wrong class',
    extra: 'extra (FP)',
    missed: 'missed (FN)',
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
