// Page of image styles: choices of the method, the features and the colours, the picture, and the list of selected images.

import { useEffect, useMemo, useState } from 'preact/hooks';
import { chartTheme } from '../charts/chartColours.js';
import { chartPicture } from '../charts/chartPicture.js';
import type { StyleDown, StyleUp } from '../messages/style.js';
import { useMessages, type Host } from '../ui/host.js';
import { t } from '../ui/l10n.js';
import { useSaved, useView } from '../ui/savedView.js';
import { useTheme } from '../ui/theme.js';
import { METHOD_TITLES } from '../../engine/protocol/imageStyle.js';
import { Button } from '../ui/Controls.js';
import { ImageList } from './ImageList.js';
import { imageTip } from './imageTip.js';
import { StyleChart } from './StyleChart.js';
import { StyleBar } from './StyleBar.js';
import { styleDrawing } from './styleDrawing.js';
import { groupsOf } from './styleGroups.js';
import { NOTHING_KNOWN, storeReducer, placesKey, type StyleStore } from './styleStore.js';
import { readStyleView, type SavedStyle } from './styleView.js';
import { axisNames, axisTexts, countText, failuresText } from './styleWords.js';
import { useThumbnails } from './useThumbnails.js';

export function StyleApp({ host }: { readonly host: Host<StyleDown, StyleUp> }) {
  const [view, onView] = useView(() => readStyleView(host.saved));
  const [store, setStore] = useState<StyleStore>(NOTHING_KNOWN);
  useMessages(host, (message: StyleDown) => setStore((last) => storeReducer(last, message)));
  const { state } = store;
  const read = state?.read;
  const { method, use, by } = view;
  const layout = store.layouts.get(placesKey(method, use));
  const [selected, onSelected] = useState<readonly number[]>([]);
  useEffect(() => onSelected([]), [read?.version]);
  const themeVersion = useTheme();
  const theme = useMemo(chartTheme, [themeVersion]);
  const { addressOf } = useThumbnails(store.thumbnails);
  useSaved(
    host,
    useMemo<SavedStyle | undefined>(
      () => state && { ...view, folders: state.folders },
      [view, state?.folders],
    ),
  );
  useEffect(() => {
    // One that failed or was cancelled is asked for again when it is chosen again.
    if (read && !layout?.places) host.post({ type: 'project', method, use });
  }, [read?.version, method, use]);

  const groups = useMemo(() => (read ? groupsOf(read.images, by, theme) : []), [read?.version, by, theme]);
  const { places, axes } = layout ?? {};
  const drawing = useMemo(
    () =>
      places &&
      styleDrawing({
        ...{ places, groups, theme, selected: new Set(selected) },
        ...(axes ? { axes: axisNames(axes) } : {}),
      }),
    [places, axes, groups, theme, selected],
  );
  if (!state) return <main class="page waiting">{t('Opening the folders …')}</main>;

  const open = (image: number) => host.post({ type: 'open', image });
  const savePicture = () => {
    const canvas = document.querySelector<HTMLCanvasElement>('.style-chart canvas');
    if (!canvas) return;
    const legend = groups.map(({ title, colour }) => ({ label: title, colour, dash: [] }));
    void chartPicture([{ title: METHOD_TITLES[method], canvas, legend }], theme).then((bytes) =>
      host.post({ type: 'savePicture', bytes }),
    );
  };
  const progress = state.progress ?? store.progress;
  const listed = selected.length > 0 ? selected : (read?.images.map((_, at) => at) ?? []);
  return (
    <main class="page style">
      <StyleBar
        {...{ state, view, onView, savePicture }}
        canSave={places !== undefined}
        post={(message) => host.post(message)}
        selected={selected}
      />
      {!state.trusted && <p role="status">{t('Trust this workspace to read its images.')}</p>}
      {progress && (
        <p role="status" class="style-progress">
          <progress {...(progress.total > 0 ? { max: progress.total, value: progress.done } : {})} />
          {progress.total > 0
            ? t('{0}: {1} of {2}', progress.stage, progress.done, progress.total)
            : t('Finding the images …')}
          <Button label={t('Cancel')} onClick={() => host.post({ type: 'cancel' })} />
        </p>
      )}
      {(state.failure ?? layout?.failure) !== undefined && (
        <p class="problem" role="alert">
          {state.failure ?? layout?.failure}
        </p>
      )}
      {read && (
        <div class="style-body">
          <section class="style-picture" aria-label={t('Picture')}>
            <ul class="legend" aria-label={t('Groups')}>
              {groups.map(({ title, colour, symbol, images }) => (
                <li key={title}>
                  <button
                    type="button"
                    title={t('Select the images of {0}', title)}
                    onClick={() => onSelected(images)}
                  >
                    <svg viewBox="0 0 10 10" aria-hidden="true">
                      <Mark {...{ colour, symbol }} />
                    </svg>
                    {title} ({images.length})
                  </button>
                </li>
              ))}
            </ul>
            {drawing && places && (
              <StyleChart
                {...{ drawing, places, theme }}
                label={t('{0} of {1} images', METHOD_TITLES[method], read.images.length)}
                tip={(at) => imageTip(read.images[at]!, addressOf(at))}
                onOpen={open}
                onSelect={onSelected}
              />
            )}
            {axisTexts(axes, read.features, places !== undefined).map((text) => (
              <p key={text} class="note">
                {text}
              </p>
            ))}
          </section>
          <aside class="style-files" aria-label={t('Images')}>
            <div class="style-count">
              <b role="status">{countText(selected.length, read.images.length)}</b>
              {selected.length > 0 && <Button label={t('Clear')} onClick={() => onSelected([])} />}
            </div>
            {selected.length === 0 && <p class="note">{t('Drag over the picture to select images.')}</p>}
            <ImageList images={read.images} listed={listed} pictureOf={addressOf} onOpen={open} />
            {read.failures.length > 0 && (
              <details>
                <summary>{failuresText(read.failures.length)}</summary>
                {read.failures.map(({ path, reason }) => (
                  <p key={path} class="note">
                    {reason}
                  </p>
                ))}
              </details>
            )}
            {read.notes.map((note) => (
              <p key={note} class="note">
                {note}
              </p>
            ))}
          </aside>
        </div>
      )}
    </main>
  );
}

function Mark({ colour, symbol }: { readonly colour: string; readonly symbol: string }) {
  if (symbol === 'circle') return <circle cx="5" cy="5" r="4.5" fill={colour} />;
  const shape = {
    triangle: '5,0 10,10 0,10',
    rect: '0.5,0.5 9.5,0.5 9.5,9.5 0.5,9.5',
    diamond: '5,0 10,5 5,10 0,5',
  };
  return <polygon points={shape[symbol as keyof typeof shape]} fill={colour} />;
}
