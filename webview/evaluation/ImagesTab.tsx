// Table of the images, and the pictures of the selected one below it.

import { useEffect, useMemo } from 'preact/hooks';
import type {
  EvaluationDocument,
  EvaluationPicture,
  EvaluationPictures,
} from '../../engine/protocol/evaluations.js';
import { ValueTable } from '../charts/ValueTable.js';
import type { AskedPictures } from '../messages/evaluation.js';
import { Switches } from '../ui/Fields.js';
import { t } from '../ui/l10n.js';
import { usePictureAddress } from '../ui/usePictureAddress.js';
import { imageTable } from './imageTable.js';

export type ShownPictures = AskedPictures & (EvaluationPictures | { readonly failure: string });

export interface ImagesTabProps {
  readonly document: EvaluationDocument;
  /** Name of the selected image. */
  readonly image: string;
  readonly ofOther: boolean;
  /** Pictures that came last; they may be those of another image. */
  readonly pictures: ShownPictures | undefined;
  readonly onSelect: (image: string) => void;
  readonly onOther: (ofOther: boolean) => void;
  readonly onAsk: (asked: AskedPictures) => void;
}

export function ImagesTab(props: ImagesTabProps) {
  const { document, image, ofOther, pictures, onSelect, onOther, onAsk } = props;
  const table = useMemo(() => imageTable(document), [document]);
  const index = document.images.findIndex(({ name }) => name === image);
  const current = index < 0 ? undefined : index;
  useEffect(() => {
    if (current !== undefined) onAsk({ image, ofOther });
  }, [document, current, image, ofOther]);
  const shown = pictures?.image === image && pictures.ofOther === ofOther ? pictures : undefined;
  return (
    <div class="images">
      <ValueTable
        label={t('Images')}
        first={t('Image')}
        {...table}
        fills
        current={current}
        onCurrent={(row) => onSelect(row === undefined ? '' : document.images[row]!.name)}
      />
      {current === undefined ? (
        <p class="empty">
          {t('Select an image to see its pictures: truth, prediction, and areas of nuclei.')}
        </p>
      ) : (
        <section class="pictures" aria-label={t('Pictures of {0}', image)}>
          <header>
            <h2>{image}</h2>
            {document.against && (
              <Switches
                label={t('Results')}
                switches={[
                  { id: 'these', title: t('These results'), pressed: !ofOther },
                  { id: 'other', title: t('Other results'), pressed: ofOther },
                ]}
                onPress={(id) => onOther(id === 'other')}
              />
            )}
          </header>
          {!shown && <p role="status">{t('Drawing the pictures …')}</p>}
          {shown && 'failure' in shown && (
            <p class="problem" role="alert">
              {shown.failure}
            </p>
          )}
          {shown && 'pictures' in shown && (
            <>
              <div class="row">
                {shown.pictures.map((picture) => (
                  <Picture key={picture.id} picture={picture} />
                ))}
              </div>
              {shown.missing.map((words) => (
                <p class="note" key={words}>
                  {t('Not shown: {0}', words)}
                </p>
              ))}
              {shown.pictures.some(({ id }) => id === 'areas') && <AreaLegend />}
            </>
          )}
        </section>
      )}
    </div>
  );
}

function Picture({ picture: { id, bytes, mime } }: { readonly picture: EvaluationPicture }) {
  const address = usePictureAddress(bytes, mime);
  const title = titleOf(id);
  return (
    <figure class={id}>
      <img src={address} alt={title} />
      <figcaption>{title}</figcaption>
    </figure>
  );
}

function titleOf(id: EvaluationPicture['id']): string {
  switch (id) {
    case 'image':
      return t('Image as analysed');
    case 'outlines':
      return t('Truth (green) and prediction (magenta)');
    case 'areas':
      return t('log2 of predicted over true area');
    case 'modalities':
      return t('Modalities: true (above) and predicted (below)');
  }
}

/** Colours of the picture of areas (engine/evaluation/areaPicture). */
function AreaLegend() {
  const entry = (kind: string, words: string) => (
    <span key={kind}>
      <i class={`scale ${kind}`} aria-hidden="true" />
      {words}
    </span>
  );
  return (
    <p class="legend note">
      {entry('red-small', t('positive, ¼ of the true area'))}
      {entry('red', t('as large'))}
      {entry('red-large', t('4 times'))}
      {entry('blue-small', t('negative, ¼'))}
      {entry('blue', t('as large'))}
      {entry('blue-large', t('4 times'))}
      {entry('alone', t('filled: no true partner; outline: a true nucleus that is missed'))}
    </p>
  );
}
