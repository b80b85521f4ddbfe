// Picture of docs/style-of-images.md: the panel with tiles of real images and of rendered ones.
// npx tsc -b && node docs/pictures/style.mjs DATA RENDERED
// DATA has the folders openslide-ki67, tnbc-he, bigras-ki67-ck and ihc-colon-fhl2.png; RENDERED is a folder of `deepliif data render`.

import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import sharp from 'sharp';
import { launchBrowser } from '../../test/ui/launchBrowser.mjs';
import { styleOf } from '../../test/ui/pageThemes.mjs';
import { serveStyle } from '../../test/ui/stylePage.mjs';

const TILE_PX = 360;
const [data, rendered] = process.argv.slice(2);

/** Cuts an image into tiles, of one magnification if `scale` says so. */
async function cut(file, into, scale = 1) {
  const { width, height } = await sharp(file).metadata();
  const sized = await sharp(file)
    .removeAlpha()
    .resize(Math.round(width * scale), Math.round(height * scale))
    .png()
    .toBuffer({ resolveWithObject: true });
  await mkdir(into, { recursive: true });
  for (let top = 0; top + TILE_PX <= sized.info.height; top += TILE_PX)
    for (let left = 0; left + TILE_PX <= sized.info.width; left += TILE_PX)
      await sharp(sized.data)
        .extract({ left, top, width: TILE_PX, height: TILE_PX })
        .png({ compressionLevel: 3 })
        .toFile(join(into, `${parse(file).name}-${top}-${left}.png`));
}

const temporary = await mkdtemp(join(tmpdir(), 'deepliif-style-'));
const folder = join(temporary, 'stains and scanners');
const browser = await launchBrowser();
try {
  // 0.2271 and 0.3461 µm per pixel become 0.25.
  await cut(join(data, 'openslide-ki67', 'OS-2-ndpi.jpg'), join(folder, 'Ki67, Hamamatsu'), 0.2271 / 0.25);
  await cut(join(data, 'openslide-ki67', 'OS-2-vsi.jpg'), join(folder, 'Ki67, Olympus'), 0.3461 / 0.25);
  await cut(join(data, 'ihc-colon-fhl2.png'), join(folder, 'FHL2, colon'));
  await cut(join(data, 'bigras-ki67-ck', 'sample.tif'), join(folder, 'Ki67 and cytokeratin'));
  const he = join(data, 'tnbc-he', 'images');
  for (const name of (await readdir(he)).filter((_, i) => i % 2 === 0))
    await cut(join(he, name), join(folder, 'H&E, TNBC'));
  const rows = (await readdir(join(rendered, 'train'))).filter((name) => name.endsWith('.png')).sort();
  await mkdir(join(folder, 'rendered'), { recursive: true });
  for (const name of rows) {
    const { height } = await sharp(join(rendered, 'train', name)).metadata();
    await sharp(join(rendered, 'train', name))
      .extract({ left: 0, top: 0, width: height, height })
      .png()
      .toFile(join(folder, 'rendered', name));
  }
  const theme = 'vscode-light';
  const served = await serveStyle([folder], { style: styleOf(theme), bodyClass: theme });
  const tab = await browser.newPage({ viewport: { width: 1200, height: 700 } });
  await tab.goto(served.url);
  await tab.getByLabel('Method').selectOption('tsne');
  await tab.getByText('Only neighbours have a meaning here').waitFor();
  await tab.getByRole('button', { name: /^rendered/ }).hover();
  const png = await tab.locator('main').screenshot({ animations: 'disabled' });
  await sharp(png)
    .webp({ quality: 80 })
    .toFile(join(import.meta.dirname, 'style.webp'));
  served.close();
} finally {
  await browser.close();
  await rm(temporary, { recursive: true, force: true });
}
