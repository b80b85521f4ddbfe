// Images whose stain vectors are changed: the same amounts of hematoxylin and DAB in other colours.

import sharp from 'sharp';

/** Densities of hematoxylin and DAB (Ruifrok and Johnston 2001), and of what is neither. */
const VECTORS = [
  [0.65, 0.7, 0.29],
  [0.27, 0.57, 0.78],
  [0.71, -0.42, 0.57],
];

/** Pixels with the same amounts of stains, of other vectors. */
export function restained(pixels, vectors) {
  const amounts = inverse(VECTORS);
  const out = Buffer.alloc(pixels.length);
  for (let i = 0; i < pixels.length; i += 3) {
    const density = [0, 1, 2].map((c) => -Math.log10((pixels[i + c] + 1) / 256));
    const amount = [0, 1, 2].map((s) => density.reduce((sum, value, c) => sum + value * amounts[c][s], 0));
    for (let c = 0; c < 3; c++) {
      const changed = amount.reduce((sum, value, s) => sum + value * vectors[s][c], 0);
      out[i + c] = Math.min(255, Math.max(0, Math.round(256 * 10 ** -changed - 1)));
    }
  }
  return out;
}

/** Inverse of a 3 × 3 matrix by its cofactors. */
function inverse(m) {
  const at = (r, c) => m[(r + 3) % 3][(c + 3) % 3];
  const cofactor = (r, c) => at(r + 1, c + 1) * at(r + 2, c + 2) - at(r + 1, c + 2) * at(r + 2, c + 1);
  const determinant = [0, 1, 2].reduce((sum, c) => sum + m[0][c] * cofactor(0, c), 0);
  return [0, 1, 2].map((r) => [0, 1, 2].map((c) => cofactor(c, r) / determinant));
}

/** A field of a file with each component of each vector 10 % smaller and larger; the first one is as it is. */
export async function fieldsOfStains(file, sidePx) {
  const field = sharp(file).extract({ left: 0, top: 0, width: sidePx, height: sidePx });
  const { data: pixels, info } = await field.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const fields = [{ name: 'as it is', vectors: VECTORS }];
  for (const [stain, ofStain] of ['hematoxylin', 'DAB'].entries())
    for (const [channel, ofChannel] of ['red', 'green', 'blue'].entries())
      for (const factor of [0.9, 1.1]) {
        const vectors = VECTORS.map((vector) => [...vector]);
        vectors[stain][channel] *= factor;
        fields.push({ name: `${ofStain}, ${ofChannel} × ${factor}`, vectors });
      }
  return fields.map(({ name, vectors }) => ({
    name,
    write: (to) => sharp(restained(pixels, vectors), { raw: info }).png().toFile(to),
  }));
}
