// Header of an image file that libvips decodes: what is known before any pixel is decoded.

export interface ImageHeader {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  /** Meaning of the samples; decides how they become RGB. */
  readonly colour: 'grey' | 'rgb' | 'cmyk' | 'other';
  /** Channels beyond the colour that are not opacity (a TIFF may have them); they are left out. */
  readonly ignoredChannels: number;
  /** Memory that a decoder needs which cannot go row by row (progressive JPEG, interlaced PNG, WebP); else 0. */
  readonly wholeImageBytes: number;
  /** Micrometres per pixel, if the file says it and a microscope can have it. */
  readonly mpp?: number | undefined;
}
