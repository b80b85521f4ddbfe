// `npm run pictures`: makes the pictures of the README from an analysis of the sample image with the bundled model.

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

const root = join(import.meta.dirname, '..', '..');
const image = join(root, 'extension', 'sample', 'ki67-crop.jpg');
const SIDE = 300;
const GAP = 6;
const LABEL = 22;
const PANELS = [
  ['IHC', image],
  ['hematoxylin', 'hematoxylin.png'],
  ['DAPI', 'dapi.png'],
  ['LAP2β', 'lap2.png'],
  ['marker', 'marker.png'],
  ['segmentation map', 'Seg.png'],
  ['classified cells', 'SegRefined.png'],
  ['cells on the IHC image', 'SegOverlaid.png'],
];
const COLUMNS = 4;

const out = await mkdtemp(join(tmpdir(), 'deepliif-pictures-'));
try {
  const cli = join(root, 'dist', 'cli.js');
  execFileSync(process.execPath, [cli, 'infer', image, '--mpp', '0.2271', '--out', out], {
    stdio: 'inherit',
  });
  const panels = await Promise.all(PANELS.map(([title, file], index) => panel(title, file, index)));
  const rows = Math.ceil(PANELS.length / COLUMNS);
  await sharp({
    create: {
      width: COLUMNS * (SIDE + GAP) - GAP,
      height: rows * (SIDE + LABEL + GAP) - GAP,
      channels: 3,
      background: 'white',
    },
  })
    .composite(panels.flat())
    .png({ palette: true, quality: 90 })
    .toFile(join(import.meta.dirname, 'analysis.png'));
} finally {
  await rm(out, { recursive: true, force: true });
}

async function panel(title, file, index) {
  const left = (index % COLUMNS) * (SIDE + GAP);
  const top = Math.floor(index / COLUMNS) * (SIDE + LABEL + GAP);
  const text = `<svg width="${SIDE}" height="${LABEL}"><text x="0" y="16" font-family="sans-serif" font-size="14">${title}</text></svg>`;
  const path = file === image ? image : join(out, 'ki67-crop', file);
  const picture = await sharp(path).removeAlpha().resize(SIDE, SIDE).png().toBuffer();
  return [
    { input: Buffer.from(text), left, top },
    { input: picture, left, top: top + LABEL },
  ];
}
