// Pixels as plain data, the currency between image files, networks, post-processing and the screen.

/** 8-bit pixels, rows top to bottom, channels interleaved: data.length = width × height × channels. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** 3 = RGB, 1 = grey or class labels. */
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

export type Rgb = readonly [red: number, green: number, blue: number];
