// Test for pictures that a browser decodes into the same numbers as the engine: PNG files of 8-bit colours without colour
// profile, transparency or rotation. The engine writes such files; stained images need not be.

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Chunks that change the meaning of the pixels. */
const MEANINGFUL = new Set(['iCCP', 'gAMA', 'cHRM', 'cICP', 'tRNS', 'eXIf']);

/** Reads the header and the names of the chunks before the pixels. */
export function isPlainPng(bytes: Uint8Array): boolean {
  if (bytes.length < 33 || SIGNATURE.some((byte, i) => bytes[i] !== byte)) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bitDepth = bytes[24];
  const colourType = bytes[25];
  if (bitDepth !== 8 || (colourType !== 2 && colourType !== 0)) return false;
  for (let at = 8; at + 8 <= bytes.length;) {
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (name === 'IDAT') return true;
    if (MEANINGFUL.has(name)) return false;
    at += 12 + view.getUint32(at);
  }
  return false;
}
