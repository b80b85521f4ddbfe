// Colours that a TIFF holds as pages, one for red, one for green, one for blue: OME-TIFF and ImageJ hyperstacks. Pages
// of fluorescence look the same, so only three channels without other colours or names are one picture.

import { unreadable } from './imageFile.js';
import type { TiffPage } from './tiffPages.js';
import { TAG, valueOf } from './tiffTags.js';

/** Channel colours of OME: signed 32-bit numbers of red, green, blue, opacity. */
const OME_RGB = [0xff0000, 0x00ff00, 0x0000ff];
const OME_WHITE = 0xffffff;
const ADVICE = 'Expected an RGB image; in Fiji, use Image › Type › RGB Color and save it as TIFF.';

interface Channels {
  readonly count: number;
  /** Planes of the whole stack: channels × slices × times. */
  readonly planes: number;
  /** Channel → place of its colour in red, green, blue. */
  readonly order: readonly number[];
  /** Name of a channel that is not red, green or blue. */
  readonly foreign?: string | undefined;
}

/**
 * The pages of red, green and blue; undefined where the first page is a picture by itself.
 * Throws `image-unreadable` for channels that are not the colours of one picture.
 */
export function colourPages(
  description: string,
  pages: readonly TiffPage[],
  path: string,
): readonly TiffPage[] | undefined {
  const main = pages.filter(({ isInside }) => !isInside);
  const first = main[0];
  if (!first || valueOf(first.fields, TAG.samplesPerPixel, 1) !== 1) return undefined;
  if (valueOf(first.fields, TAG.photometric, 1) > 1) return undefined; // a palette, or a colour picture
  const channels = omeChannels(description) ?? imageJChannels(description);
  if (!channels || channels.count < 2) return undefined;
  const { count, planes, order, foreign } = channels;
  const refused = (what: string) => unreadable(path, `${what} ${ADVICE}`);
  if (count !== 3)
    throw refused(`its ${count} channels are pages of their own, not the colours of one picture.`);
  if (planes !== 3) throw refused(`it is a stack of ${planes} planes of three channels, not one picture.`);
  if (foreign !== undefined)
    throw refused(`its channels are not red, green and blue (one is ${JSON.stringify(foreign)}).`);
  const sources = main.length === 1 ? stackedPlanes(first) : main;
  if (!sources || sources.length < 3)
    throw refused(`its description tells of three channels, but the file has ${main.length} page(s).`);
  const three = order.map((place) => sources[place]!);
  for (const { width, height, fields } of three)
    if (
      width !== first.width ||
      height !== first.height ||
      fields.get(TAG.bitsPerSample)?.[0] !== first.fields.get(TAG.bitsPerSample)?.[0]
    )
      throw refused('its three channels differ in size or in bits.');
  return three;
}

function omeChannels(text: string): Channels | undefined {
  const pixels = /<(?:\w+:)?Pixels\s([^<>]*)>/.exec(text);
  if (!pixels || !text.includes('OME')) return undefined;
  const size = (axis: string) => Number(attribute(pixels[1]!, `Size${axis}`) ?? 1);
  const end = text.indexOf('Pixels>', pixels.index);
  const inside = text.slice(pixels.index, end < 0 ? undefined : end);
  const tags = [...inside.matchAll(/<(?:\w+:)?Channel\s([^<>]*)>/g)].map(([, attributes]) => attributes!);
  const colours = tags.map((tag) => {
    const colour = attribute(tag, 'Color');
    return colour === undefined ? OME_WHITE : (Number(colour) >>> 8) & OME_WHITE;
  });
  const names = tags.map((tag) => attribute(tag, 'Name') ?? '');
  return { count: size('C'), planes: size('C') * size('Z') * size('T'), ...meaning(colours, names) };
}

/** Order of the colours, by colour where all three are told, by name, else as they come. */
function meaning(
  colours: readonly number[],
  names: readonly string[],
): { readonly order: readonly number[]; readonly foreign?: string } {
  const byColour = OME_RGB.map((colour) => colours.indexOf(colour));
  if (byColour.every((place) => place >= 0)) return { order: byColour };
  const byName = [/^r(ed)?$/i, /^g(reen)?$/i, /^b(lue)?$/i].map((name) =>
    names.findIndex((one) => name.test(one)),
  );
  if (byName.every((place) => place >= 0)) return { order: byName };
  const order = [0, 1, 2];
  const named = names.find((name) => name !== '' && !/^(ch(annel)?)?[\s:_-]*\d*$/i.test(name));
  if (named !== undefined) return { order, foreign: named };
  const coloured = colours.find((colour) => colour !== OME_WHITE && colour !== 0);
  return coloured === undefined
    ? { order }
    : { order, foreign: `#${coloured.toString(16).padStart(6, '0')}` };
}

/** ImageJ's stacks are red, green and blue unless they have colour tables of their own, which is rare. */
function imageJChannels(text: string): Channels | undefined {
  if (!text.startsWith('ImageJ=')) return undefined;
  const number = (name: string) => Number(new RegExp(`^${name}=(\\d{1,9})\\s*$`, 'm').exec(text)?.[1] ?? 1);
  const [count, slices, frames] = [number('channels'), number('slices'), number('frames')];
  return { count, planes: count * slices * frames, order: [0, 1, 2] };
}

/** ImageJ may write one directory for a whole stack: the planes follow each other without compression. */
function stackedPlanes(page: TiffPage): TiffPage[] | undefined {
  const { fields, width, height } = page;
  const offsets = fields.get(TAG.stripOffsets);
  if (valueOf(fields, TAG.compression, 1) !== 1 || offsets?.length !== 1) return undefined;
  const bytes = width * height * (valueOf(fields, TAG.bitsPerSample, 8) / 8);
  return [0, 1, 2].map((plane) => ({
    ...page,
    stacked: { offset: offsets[0]! + plane * bytes, length: bytes },
  }));
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}\\s*=\\s*["']([^"']{0,80})["']`).exec(tag)?.[1];
}

/** Largest sample that a description tells: SignificantBits of OME; undefined where it says nothing. */
export function describedLargest(description: string): number | undefined {
  const pixels = /<(?:\w+:)?Pixels\s([^<>]*)>/.exec(description)?.[1];
  const bits = Number((pixels && attribute(pixels, 'SignificantBits')) ?? NaN);
  return bits >= 8 && bits <= 16 ? 2 ** bits - 1 : undefined;
}
