// List of images with their small pictures; a click opens one.

import type { ShownStyle } from '../messages/style.js';
import { t } from '../ui/l10n.js';
import { nameOf } from './imageName.js';

/** Entries of the list; more would take long to draw, and nobody scrolls that far. */
const MOST_LISTED = 300;

export interface ImageListProps {
  readonly images: readonly ShownStyle[];
  /** Positions to list. */
  readonly listed: readonly number[];
  readonly pictureOf: (at: number) => string | undefined;
  readonly onOpen: (at: number) => void;
}

export function ImageList({ images, listed, pictureOf, onOpen }: ImageListProps) {
  const shown = listed.slice(0, MOST_LISTED);
  return (
    <>
      <ul class="image-list">
        {shown.map((at) => {
          const { path, folder } = images[at]!;
          return (
            <li key={at}>
              <button type="button" title={path} onClick={() => onOpen(at)}>
                <img src={pictureOf(at)} alt="" loading="lazy" />
                <span>
                  {nameOf(path)}
                  <small>{folder}</small>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {listed.length > shown.length && <p class="note">{t('And {0} more.', listed.length - shown.length)}</p>}
    </>
  );
}
