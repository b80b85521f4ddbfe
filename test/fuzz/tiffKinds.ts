// Kinds of TIFF that libvips misreads or refuses, as seeds: colours as pages (OME, ImageJ), 12 bits in 16, a reduced page
// first, YCbCr without JPEG, separate planes in tiles, JPEG tiles with a wrong tag, untidy directories.

import { deep, HEIGHT, jpegOf, PICTURE, plane, TILED, tiles, WIDTH } from '../unit/images/tiffPicture.js';
import { pageFields, writeTiff, type Field, type WrittenPage } from '../unit/images/tiffWriter.js';

const SIDE = 16;
const OME =
  '<?xml version="1.0"?><OME><Image><Pixels SizeC="3" SizeZ="1" SizeT="1" PhysicalSizeX="0.25">' +
  '<Channel SamplesPerPixel="1"/>'.repeat(3) +
  '</Pixels></Image></OME>\0';

/** One file of each kind, a few kilobytes each. */
export async function tiffKinds(): Promise<readonly Uint8Array[]> {
  const fields = pageFields(WIDTH, HEIGHT);
  const full: WrittenPage = { fields, blocks: [PICTURE.data] };
  const reduced: WrittenPage = {
    fields: pageFields(WIDTH / 4, HEIGHT / 4, { more: [[254, 4, [1]]] }),
    blocks: [PICTURE.data.subarray(0, (WIDTH * HEIGHT * 3) / 16)],
  };
  const jpegs = await Promise.all(tiles(PICTURE.data, 3).map((tile) => jpegOf(tile, SIDE, SIDE, '4:2:0')));
  const tiled = (more: readonly Field[], blocks: readonly Uint8Array[]) =>
    writeTiff([{ fields: [...fields, ...TILED(), ...more], blocks, isTiled: true }]);
  return [
    writeTiff([0, 1, 2].map((colour) => colourPage(colour, OME))),
    writeTiff([0, 1, 2].map((colour) => colourPage(colour, OME, 4095))),
    writeTiff([stack('ImageJ=1.53t\nimages=3\nchannels=3\n\0')]),
    writeTiff([
      {
        fields: pageFields(WIDTH, HEIGHT, { bits: 16, more: [[281, 3, [4095, 4095, 4095]]] }),
        blocks: [deep(PICTURE.data, 4095)],
      },
    ]),
    writeTiff([reduced, full]),
    writeTiff([{ fields: [...fields].reverse(), blocks: [PICTURE.data] }], true),
    writeTiff([
      {
        fields: pageFields(WIDTH, HEIGHT, { photometric: 6, more: [[530, 3, [1, 1]]] }),
        blocks: [PICTURE.data],
      },
    ]),
    tiled(
      [[284, 3, [2]]],
      [0, 1, 2].flatMap((colour) => tiles(plane(colour), 1)),
    ),
    writeTiff([
      {
        fields: [...pageFields(WIDTH, HEIGHT, { compression: 7 }), ...TILED()],
        blocks: jpegs,
        isTiled: true,
      },
    ]),
  ];
}

function colourPage(colour: number, text: string, white = 255): WrittenPage {
  const bits = white > 255 ? 16 : 8;
  const more: readonly Field[] = colour === 0 ? [[270, 2, text]] : [];
  return {
    fields: pageFields(WIDTH, HEIGHT, { samples: 1, photometric: 1, bits, more }),
    blocks: [bits === 16 ? deep(plane(colour), white) : plane(colour)],
  };
}

function stack(text: string): WrittenPage {
  return {
    fields: pageFields(WIDTH, HEIGHT, { samples: 1, photometric: 1, more: [[270, 2, text]] }),
    blocks: [Buffer.concat([plane(0), plane(1), plane(2)])],
  };
}
