// Tooltip of an image: its small picture, name, folder, marker and size.

import type { ShownStyle } from '../messages/style.js';
import { nameOf } from './imageName.js';

export function imageTip(
  { path, folder, marker, widthPx, heightPx }: ShownStyle,
  address: string | undefined,
): HTMLElement {
  const element = document.createElement('div');
  element.className = 'image-tip';
  if (address !== undefined) {
    const picture = document.createElement('img');
    picture.src = address;
    picture.alt = '';
    element.append(picture);
  }
  for (const text of [nameOf(path), `${folder} · ${marker}`, `${widthPx} × ${heightPx} px`]) {
    const line = document.createElement('p');
    line.textContent = text;
    element.append(line);
  }
  return element;
}
