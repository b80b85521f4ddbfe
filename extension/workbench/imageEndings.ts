// Endings of image files for dialogs that open them. The engine's readers say which there are (engine/images/decode.ts); a test
// compares the lists, since the extension loads no reader.

/** Endings in lower case, without dots. */
export const IMAGE_ENDINGS = ['png', 'jpg', 'jpeg', 'webp', 'tif', 'tiff', 'svs', 'ndpi'];
