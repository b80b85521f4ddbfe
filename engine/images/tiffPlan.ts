// Plan for reading a TIFF: which page, and whether libvips reads it right as it is. For the kinds that libvips misreads
// or refuses, the plan names tidy copies to decode and a conversion of what comes out.

import { unreadable, type ReadBytes } from './imageFile.js';
import type { ImageHeader } from './imageHeader.js';
import { jpegColours } from './jpegColours.js';
import { tiffMpp, tiffDescription } from './pixelSize.js';
import { refuseCompression } from './tiffCompression.js';
import { colourPages, describedLargest } from './tiffColours.js';
import { tidyPage, tidyPlane, tiffContent, type TiffContent } from './tiffCopy.js';
import { tiffHeader } from './tiffHeader.js';
import { fullPage, pageNotices, tiffPages, type TiffPage } from './tiffPages.js';
import { COMPRESSION, PHOTOMETRIC, SEPARATE_PLANES, TAG, valueOf } from './tiffTags.js';
import { planYcbcr } from './tiffYcbcr.js';

const COLOUR_PLANES = 3;

/** undefined where the first directory is damaged. Throws `image-unreadable` for kinds that are not read. */
export async function tiffPlan(
  bytesAt: ReadBytes,
  fileBytes: number,
  path: string,
): Promise<ImageHeader | undefined> {
  const pages = await tiffPages(bytesAt);
  const description = await tiffDescription(bytesAt);
  const planes = colourPages(description, pages, path);
  const page = planes?.[0] ?? fullPage(pages);
  if (!page) return undefined;
  refuseCompression(page.fields, path);
  const header = tiffHeader(page.fields, path);
  const plain = {
    ...header,
    mpp: await tiffMpp(bytesAt, page.offset),
    largestSample: declaredLargest(header, page, description),
    orientation: valueOf(page.fields, TAG.orientation, 1),
    notices: pageNotices(pages, page),
  };
  if (header.width < 1 || header.height < 1) return plain;
  if (planes) return fromPages(plain, planes);
  return fromPage(plain, page);

  async function fromPages(whole: ImageHeader, three: readonly TiffPage[]): Promise<ImageHeader> {
    const contents = await Promise.all(three.map((one) => tiffContent(bytesAt, fileBytes, path, one)));
    const notice = 'The file holds its colours as three pages; they are read as red, green and blue.';
    return {
      ...whole,
      colour: 'rgb',
      copies: contents.map((content) => tidyPlane(content, 0)),
      notices: [notice, ...profileNotices(contents[0]!)],
    };
  }

  async function fromPage(whole: ImageHeader, one: TiffPage): Promise<ImageHeader> {
    const { fields } = one;
    const isFirst = one === pages[0];
    const compression = valueOf(fields, TAG.compression, COMPRESSION.none);
    const photometric = valueOf(fields, TAG.photometric, PHOTOMETRIC.blackIsZero);
    const samples = valueOf(fields, TAG.samplesPerPixel, 1);
    const isSeparate = samples > 1 && valueOf(fields, TAG.planarConfiguration, 1) === SEPARATE_PLANES;
    const isJpeg = compression === COMPRESSION.jpeg;
    const isYcbcr = photometric === PHOTOMETRIC.ycbcr && !isJpeg && compression !== COMPRESSION.oldJpeg;
    const isColourJpeg = isJpeg && !isSeparate && samples === COLOUR_PLANES;
    const isTiledPlanes = isSeparate && fields.has(TAG.tileOffsets);
    if (isFirst && !isYcbcr && !isColourJpeg && !isTiledPlanes) return whole;

    const content = await tiffContent(bytesAt, fileBytes, path, one);
    if (isYcbcr) return { ...whole, ...planYcbcr(whole, content, path, isSeparate) };
    if (isTiledPlanes) {
      if (whole.colour !== 'rgb' && whole.colour !== 'grey')
        throw unreadable(
          path,
          'it is a tiled TIFF with separate planes that are not red, green and blue. Export it as RGB.',
        );
      const count = whole.colour === 'rgb' ? COLOUR_PLANES : 1;
      const meaning = count === 1 ? photometric : PHOTOMETRIC.blackIsZero;
      return {
        ...whole,
        ignoredChannels: samples - count,
        notices: [...(whole.notices ?? []), ...profileNotices(content)],
        copies: Array.from({ length: count }, (_, plane) => tidyPlane(content, plane, meaning)),
      };
    }
    const changes = isColourJpeg ? await jpegColours(bytesAt, content, photometric) : undefined;
    return changes || !isFirst ? { ...whole, copies: [tidyPage(content, changes)] } : whole;
  }
}

/** Planes are decoded one by one, and a profile is for the colours of a pixel together. */
function profileNotices({ fields }: TiffContent): readonly string[] {
  return fields.has(TAG.colourProfile)
    ? ['Its colour profile is not applied, since its colours are separate planes; they are taken as sRGB.']
    : [];
}

/** MaxSampleValue of the page, or SignificantBits of OME; only of samples of 16 bits whose largest value is white. */
function declaredLargest(header: ImageHeader, page: TiffPage, description: string): number | undefined {
  if (header.bitsPerSample !== 16 || valueOf(page.fields, TAG.photometric, 1) === 0) return undefined;
  const values = page.fields.get(TAG.maxSampleValue);
  return values ? Math.max(...values) : describedLargest(description);
}
