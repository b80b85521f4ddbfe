// Shape of nuclei: measurements from outlines, a scorer on top of one of them, and an export of the outlines as a drawing.

/** Area of a polygon, by the shoelace formula; positive for corners that run clockwise on the screen. */
const area = (points) =>
  points.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length];
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);

/** Convex hull by Andrew's monotone chain. */
function hull(points) {
  const sorted = [...points].sort(([a, b], [c, d]) => a - c || b - d);
  const half = (ordered) => {
    const kept = [];
    for (const point of ordered) {
      while (kept.length > 1 && area([kept.at(-2), kept.at(-1), point]) <= 0) kept.pop();
      kept.push(point);
    }
    return kept.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}
