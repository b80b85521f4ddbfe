import { featureRows, standardised } from '../../../engine/statistics/featureRows.js';
import { principalComponents } from '../../../engine/statistics/principalComponents.js';
import { symmetricEigen } from '../../../engine/statistics/symmetricEigen.js';
import { judged, near } from './judgedStyle.js';

describe('principal components', () => {
  for (const { rows, places, directions, explained } of judged.pca)
    it(`equal scikit-learn’s, signs too (${rows.length} images, ${rows[0]!.length} features)`, () => {
      const found = principalComponents(featureRows(rows), 3);
      near(found.places, places.flat());
      near(found.directions, directions.flat());
      near(found.explained, explained);
    });

  it('of equal images are all 0', () => {
    const found = principalComponents(
      featureRows([
        [1, 2],
        [1, 2],
        [1, 2],
      ]),
      2,
    );
    near(found.places, [0, 0, 0, 0, 0, 0]);
    near(found.explained, [0, 0]);
  });
});

describe('eigenvalues of a symmetric matrix', () => {
  const size = 30;
  const matrix = Float64Array.from({ length: size * size }, (_, i) => {
    const [a, b] = [Math.floor(i / size), i % size];
    return Math.sin(a + b) + (a === b ? a : 0);
  });

  it('with their vectors give the matrix back', () => {
    const { values, vectors } = symmetricEigen(matrix, size);
    const again = matrix.map((_, i) => {
      let sum = 0;
      for (let e = 0; e < size; e++)
        sum += values[e]! * vectors[e * size + Math.floor(i / size)]! * vectors[e * size + (i % size)]!;
      return sum;
    });
    near(again, [...matrix], 1e-12);
  });

  it('are the same without vectors', () =>
    near(symmetricEigen(matrix, size, 'values').values, [...symmetricEigen(matrix, size).values], 1e-12));
});

describe('standardised features', () => {
  it('have mean 0 and deviation 1; a constant one is 0', () =>
    near(
      standardised(
        featureRows([
          [1, 5],
          [3, 5],
        ]),
      ).data,
      [-1, 0, 1, 0],
    ));
});
