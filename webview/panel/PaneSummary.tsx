// Summary of a pane in its header: score, model, magnification and notices, in sight whatever else is open.

import { useMemo } from 'preact/hooks';
import { scaleInBrief, scaleInWords, type ScaleBasis } from '../../engine/protocol/scale.js';
import type { Pane, SegmentationMap } from '../messages/viewer.js';
import type { MapScores } from '../scoring/mapScores.js';
import { demoNote } from '../ui/demoNote.js';
import { t } from '../ui/l10n.js';
import { Popup } from '../ui/Popup.js';
import { scoreWords } from './paneScore.js';

export interface PaneSummaryProps {
  readonly pane: Pane;
  readonly map: SegmentationMap | undefined;
  /** Undefined until the map is opened: then the stored score is shown. */
  readonly scores: MapScores | undefined;
}

export function PaneSummary({ pane, map, scores }: PaneSummaryProps) {
  const { model, scale } = pane;
  return (
    <>
      <span class="pane-name" title={pane.detail}>
        {pane.title}
      </span>
      {map && <Score map={map} scores={scores} isNamed={pane.maps.length > 1} />}
      {pane.kind === 'image' && <span class="pane-note">{t('Not analysed yet')}</span>}
      {model && (
        <span class="pane-note" title={pane.detail}>
          {model.title}
        </span>
      )}
      {model?.isDemo && (
        <span
          class="badge"
          title={t('This model only shows how the program works. Use another one for results.')}
        >
          {demoNote()}
        </span>
      )}
      {scale && (
        <span
          class={scale.basis === 'assumed' ? 'pane-note warn' : 'pane-note'}
          title={`${scaleInWords(scale)}. ${basisText(scale.basis)}`}
        >
          {scale.basis === 'assumed' && <span class="codicon codicon-warning" aria-hidden="true" />}{' '}
          {scaleInBrief(scale)}
        </span>
      )}
      <Notices notices={pane.notices} problems={pane.problems} />
    </>
  );
}

/** Line of a pane in a saved picture: the same facts, as text. */
export function titleInPicture(
  { title, model }: Pane,
  { map, scores }: Omit<PaneSummaryProps, 'pane'>,
): string {
  const scoring = scores?.correctedScoring ?? map?.scoring;
  const words = scoring && scoreWords(scoring);
  return [
    title,
    ...(words ? [words.percent, ...(words.counts === '' ? [] : [words.counts])] : []),
    ...(scores?.unsaved ? [t('not saved')] : []),
    ...(model?.isDemo ? [demoNote()] : []),
  ].join(' · ');
}

function Score(props: {
  readonly map: SegmentationMap;
  readonly scores: MapScores | undefined;
  readonly isNamed: boolean;
}) {
  const { map, scores, isNamed } = props;
  const corrected = scores?.correctedCount ?? 0;
  const scoring = scores?.correctedScoring ?? map.scoring;
  // The interval takes a bootstrap, and the page renders for every move of the pointer.
  const { percent, counts } = useMemo(() => scoreWords(scoring), [scoring]);
  return (
    <>
      <strong class="pane-score">
        {isNamed && `${map.name}: `}
        {percent}
      </strong>
      {counts !== '' && <span class="pane-counts">{counts}</span>}
      {corrected > 0 && <span>{t('{0} corrected', corrected)}</span>}
      {scores?.unsaved && (
        <span
          class="warn"
          title={t('The thresholds were changed. Save them in the tab Scores, or reset them there.')}
        >
          {t('not saved')}
        </span>
      )}
    </>
  );
}

function Notices({ notices, problems }: Pick<Pane, 'notices' | 'problems'>) {
  const count = notices.length + problems.length;
  if (count === 0) return null;
  const label = count === 1 ? t('1 notice about this image') : t('{0} notices about this image', count);
  return (
    <Popup
      class="notices"
      titleClass={problems.length > 0 ? 'warn' : ''}
      label={label}
      title={
        <>
          <span class={`codicon codicon-${problems.length > 0 ? 'warning' : 'info'}`} aria-hidden="true" />{' '}
          {count}
        </>
      }
    >
      <ul>
        {[...problems, ...notices].map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Popup>
  );
}

/** Reason for the magnification. */
function basisText(basis: ScaleBasis): string {
  switch (basis) {
    case 'tilePx':
      return t('The size of a tile was given for this analysis.');
    case 'mpp':
      return t('The size of a pixel was given for this analysis.');
    case 'folder':
      return t('The size of a pixel was answered for the images of this folder.');
    case 'file':
      return t('The size of a pixel stands in the image file.');
    case 'assumed':
      return t(
        'The size of a pixel is not known: the image was taken to have the model’s own magnification. At another ' +
          'magnification the score is wrong. Analyse the image again and enter its scale.',
      );
  }
}
