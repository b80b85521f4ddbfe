// The one window that all suites share: opened when the first needs it, closed in the end. A failure is photographed.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach } from 'mocha';
import sharp from 'sharp';
import { openWindow, ROOT } from './installedExtension.mjs';

const TILE = join(ROOT, 'extension/sample/22_2.png');
let opened;

/**
 * Its workspace: `tile.png`, 512 px; `turned.png`, the same upside down; `mosaic.jpg`, 64 of them, which takes long
 * enough to be interrupted; `slide.tif`, the tile as a TIFF; `a.png` and `b.png`, corners of it; `many`, a folder of ten
 * corners and of `broken.png`, which is a text.
 */
export function theWindow() {
  return (opened ??= openWindow(fillWorkspace));
}

/** The same without notifications and editors, as a walk begins. */
export async function tidyWindow() {
  const window = await theWindow();
  await window.closeNotifications();
  await window.closeEditors();
  return window;
}

/** @param folder path of the workspace */
export async function fillWorkspace(folder) {
  await sharp(TILE).toFile(join(folder, 'tile.png'));
  await sharp(TILE).rotate(180).toFile(join(folder, 'turned.png'));
  await sharp(TILE).tiff({ compression: 'lzw' }).toFile(join(folder, 'slide.tif'));
  const corner = (left) => sharp(TILE).extract({ left, top: 0, width: 128, height: 128 });
  await corner(0).toFile(join(folder, 'a.png'));
  await corner(384).toFile(join(folder, 'b.png'));
  await mkdir(join(folder, 'many'));
  for (let i = 0; i < 10; i++) await corner(32 * i).toFile(join(folder, 'many', `image${i}.png`));
  await writeFile(join(folder, 'many', 'broken.png'), 'this is a text');
  const beyond = { right: 7 * 512, bottom: 7 * 512, extendWith: 'repeat' };
  await sharp(TILE).extend(beyond).jpeg({ quality: 90 }).toFile(join(folder, 'mosaic.jpg'));
}

afterEach(async function () {
  if (this.currentTest.state === 'failed' && opened) await (await opened).screenshot('failure');
});

after(async () => {
  const window = await opened;
  // Hooks that fail have no photograph of their own.
  await window?.screenshot('last');
  await window?.close();
});
