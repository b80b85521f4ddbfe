// List of the built-in image readers, in the order in which messages name them.

import { imageReaders } from './imageReaders.js';
import { jpeg } from './jpeg.js';
import { png } from './png.js';
import { tiff } from './tiff.js';
import { webp } from './webp.js';

imageReaders.add(png, jpeg, webp, tiff);
