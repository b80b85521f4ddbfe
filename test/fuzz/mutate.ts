// Makes thousands of broken files, the same ones every time: mutations come from a seeded random generator.

/** Mulberry32: a small generator with a 32-bit state; returns numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Byte values that often break parsers. */
const AWKWARD = [0, 1, 0x7f, 0x80, 0xff];

/**
 * Applies one to eight changes: flipped bits, awkward bytes, stretches cut out, repeated or taken from another file,
 * truncation.
 */
export function mutate(seed: Uint8Array, foreign: Uint8Array, random: () => number): Uint8Array {
  let bytes: Uint8Array = seed.slice();
  const changes = 1 + Math.floor(random() * 8);
  for (let change = 0; change < changes; change++) bytes = mutateOnce(bytes, foreign, random);
  return bytes;
}

function mutateOnce(bytes: Uint8Array, foreign: Uint8Array, random: () => number): Uint8Array {
  const below = (limit: number) => Math.floor(random() * limit);
  const at = below(bytes.length + 1);
  const length = 1 + below(Math.min(64, Math.max(1, bytes.length - at)));
  switch (below(8)) {
    case 0:
      if (at < bytes.length) bytes[at]! ^= 1 << below(8);
      return bytes;
    case 1:
      if (at < bytes.length) bytes[at] = AWKWARD[below(AWKWARD.length)]!;
      return bytes;
    case 2: // four bytes at once: lengths, counts, offsets
      bytes.fill(AWKWARD[below(AWKWARD.length)]!, at, at + 4);
      return bytes;
    case 3:
      for (let i = at; i < Math.min(at + length, bytes.length); i++) bytes[i] = below(256);
      return bytes;
    case 4: // cut a stretch out
      return joined(bytes.subarray(0, at), bytes.subarray(at + length));
    case 5: // repeat a stretch
      return joined(bytes.subarray(0, at + length), bytes.subarray(at));
    case 6: {
      const from = below(foreign.length);
      return joined(bytes.subarray(0, at), foreign.subarray(from, from + length), bytes.subarray(at));
    }
    default: // truncate, but rarely, so that something is left to change
      return random() < 0.3 ? bytes.slice(0, at) : bytes;
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
