// Conversion of stored numbers to the float32 that networks use. Assumes a little-endian machine, as all platforms of
// Node's numeric libraries are.

/** Element type of a stored tensor. */
export type ElementFormat = 'float32' | 'float64' | 'float16' | 'bfloat16' | 'int64';

export const ELEMENT_BYTES: Readonly<Record<ElementFormat, number>> = {
  float32: 4,
  float64: 8,
  float16: 2,
  bfloat16: 2,
  int64: 8,
};

/**
 * Converts to float32. float32 input gives a view on `bytes` if their address is aligned, every other format a copy.
 */
export function float32From(bytes: Uint8Array, format: Exclude<ElementFormat, 'int64'>): Float32Array {
  switch (format) {
    case 'float32': {
      const aligned = bytes.byteOffset % 4 === 0 ? bytes : copyOf(bytes);
      return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4);
    }
    case 'float64': {
      const copy = copyOf(bytes);
      return Float32Array.from(new Float64Array(copy.buffer, 0, copy.byteLength / 8));
    }
    case 'float16': {
      const copy = copyOf(bytes);
      return Float32Array.from(new Uint16Array(copy.buffer, 0, copy.byteLength / 2), halfToNumber);
    }
    case 'bfloat16': {
      // bfloat16 is the upper half of a float32.
      const widened = new Uint8Array(bytes.length * 2);
      for (let i = 0; i < bytes.length; i += 2) {
        widened[2 * i + 2] = bytes[i]!;
        widened[2 * i + 3] = bytes[i + 1]!;
      }
      return new Float32Array(widened.buffer);
    }
  }
}

/** 64-bit integers, copied. */
export function int64From(bytes: Uint8Array): BigInt64Array {
  return new BigInt64Array(copyOf(bytes).buffer);
}

/** Copies into an aligned buffer. (The slice of a Node Buffer would be a view.) */
function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

/** IEEE 754 binary16: 1 sign, 5 exponent (bias 15) and 10 fraction bits. */
function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
