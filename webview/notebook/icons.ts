// Font of the icons. Fonts belong to a whole page, not to a shadow root, so it is added to the page of the notebook once.

import codicons from '@vscode/codicons/dist/codicon.ttf';

let isAdded = false;

/** Adds the font; without it icons are missing and everything else works. */
export function addIcons(): void {
  if (isAdded) return;
  isAdded = true;
  const font = new FontFace('codicon', `url(${new URL(codicons, import.meta.url).href})`);
  document.fonts.add(font);
}
