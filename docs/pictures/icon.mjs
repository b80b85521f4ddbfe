// `npm run icon`: draws extension/media/icon.png, which VS Code shows on the extension's page, from the icon.svg beside it.

import { join, resolve } from 'node:path';
import sharp from 'sharp';

const SIDE_PX = 256;
const media = resolve(import.meta.dirname, '../../extension/media');
await sharp(join(media, 'icon.svg'))
  .resize(SIDE_PX, SIDE_PX)
  .png({ compressionLevel: 9, palette: true, colours: 128 })
  .toFile(join(media, 'icon.png'));
