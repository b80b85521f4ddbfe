// Shape of nuclei, as an example of a plug-in: two measurements, a scorer on top of one of them, and an export as a drawing.
// "deepliif infer image.png --out results --plugin DIR" uses it, with the folder of this file for DIR.

/** Corners of an outline, x0, y0, x1, y1 …, as points. */
const pointsOf = (outline) =>
  Array.from({ length: outline.length / 2 }, (_, i) => [outline[2 * i], outline[2 * i + 1]]);

/** Twice the area of a polygon, by the shoelace formula. */
const twiceArea = (points) =>
  points.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length];
    return sum + x * nextY - nextX * y;
  }, 0);

/** Convex hull by Andrew's monotone chain. */
function hull(points) {
  const chain = (ordered) => {
    const kept = [];
    for (const point of ordered) {
      while (kept.length > 1 && twiceArea([kept.at(-2), kept.at(-1), point]) <= 0) kept.pop();
      kept.push(point);
    }
    return kept.slice(0, -1);
  };
  const sorted = [...points].sort(([ax, ay], [bx, by]) => ax - bx || ay - by);
  return [...chain(sorted), ...chain(sorted.toReversed())];
}

export const measurements = {
  solidity: {
    measure: ({ cells }) =>
      cells.map(({ outline }) => {
        const points = pointsOf(outline);
        return Math.abs(twiceArea(points) / twiceArea(hull(points)));
      }),
  },
  elongation: {
    measure: ({ cells }) =>
      cells.map(({ box: { width, height } }) => 1 - Math.min(width, height) / Math.max(width, height)),
  },
};

export const scorers = {
  irregular_share: {
    score({ cells, measurements: { solidity } }) {
      if (cells.length === 0) return null;
      const share = cells.filter(({ index }) => solidity[index] < 0.9).length / cells.length;
      return { value: share, shown: `${(100 * share).toFixed(1)} %` };
    },
  },
};

const COLOURS = { positive: 'red', negative: 'blue' };

export const exporters = {
  'outlines-svg': {
    write({ scores, maps }) {
      const { widthPx, heightPx } = scores.image;
      const polygons = maps.flatMap(({ columns, outlines }) => {
        const classes = columns.find(({ name }) => name === 'class').values;
        return outlines.map((outline, cell) =>
          COLOURS[classes[cell]]
            ? `<polygon points="${outline.join(' ')}" stroke="${COLOURS[classes[cell]]}"/>`
            : '',
        );
      });
      const view = `width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}"`;
      return `<svg xmlns="http://www.w3.org/2000/svg" ${view} fill="none">\n${polygons.filter(Boolean).join('\n')}\n</svg>\n`;
    },
  },
};
