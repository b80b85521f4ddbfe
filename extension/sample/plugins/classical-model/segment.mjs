// Nuclei without learning: stains by colour deconvolution (Ruifrok & Johnston 2001), a threshold for each by Otsu's rule
// (1979), and a watershed of the distances to the background, which parts nuclei that touch. Sizes are those at 0.5 µm per
// pixel.

/** Amounts of the stains in an optical density (red, green, blue). */
const HEMATOXYLIN = [1.2086, 0.6844, -0.9185];
const DAB = [-0.6972, 0.021, 1.512];
/** Least densities: Otsu's rule parts the noise of an image without any stain. */
const LEAST_HEMATOXYLIN = 0.08;
const LEAST_DAB = 0.2;
const LEAST_AREA_PX = 40;
const LEAST_DISTANCE_PX = 6;

/** @returns segmentation map, RGB: red positive, blue negative, green boundary, black background */
export function segment(rgb, width, height) {
  const hematoxylin = blurred(stain(rgb, HEMATOXYLIN), width, height);
  const dab = blurred(stain(rgb, DAB), width, height);
  const brownAbove = Math.max(LEAST_DAB, otsu(dab.map((value) => Math.min(1, value))));
  const blueAbove = Math.max(LEAST_HEMATOXYLIN, otsu(hematoxylin.filter((_, i) => dab[i] <= LEAST_DAB)));
  const isBrown = dab.map((value) => (value > brownAbove ? 1 : 0));
  const isNucleus = hematoxylin.map((value, i) => (isBrown[i] || value > blueAbove ? 1 : 0));
  const labels = watershed(distances(isNucleus, width, height), width, height);
  return drawn(labels, isBrown, width, height);
}

function stain(rgb, [red, green, blue]) {
  const density = Float32Array.from({ length: 256 }, (_, level) => -Math.log10((level + 1) / 256));
  return Float32Array.from({ length: rgb.length / 3 }, (_, i) =>
    Math.max(0, red * density[rgb[3 * i]] + green * density[rgb[3 * i + 1]] + blue * density[rgb[3 * i + 2]]),
  );
}

/** Mean of 3 × 3 pixels. */
function blurred(plane, width, height) {
  return plane.map((own, i) => {
    let sum = 0;
    for (const j of around(i, width, height)) sum += j < 0 ? own : plane[j];
    return (sum + own) / 9;
  });
}

/** The eight neighbours; -1 beyond the edge. */
function around(i, width, height) {
  const [x, y] = [i % width, Math.floor(i / width)];
  const at = (dx, dy) =>
    x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height ? -1 : i + dy * width + dx;
  return [at(-1, -1), at(0, -1), at(1, -1), at(-1, 0), at(1, 0), at(-1, 1), at(0, 1), at(1, 1)];
}

/** Threshold that parts the values into two classes with the largest variance between them; Infinity for none. */
function otsu(values) {
  const bins = new Float64Array(256);
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  if (most === 0) return Infinity;
  for (const value of values) bins[Math.min(255, Math.floor((value / most) * 256))]++;
  const total = bins.reduce((sum, count, bin) => sum + count * bin, 0);
  let [best, threshold, below, sum] = [0, Infinity, 0, 0];
  for (let bin = 0; bin < 255; bin++) {
    below += bins[bin];
    sum += bins[bin] * bin;
    const above = values.length - below;
    if (below === 0 || above === 0) continue;
    const between = below * above * (sum / below - (total - sum) / above) ** 2;
    if (between > best) [best, threshold] = [between, ((bin + 1) / 256) * most];
  }
  return threshold;
}

/** Distance of each nucleus pixel to the background, by two passes (chamfer 3-4, divided by 3). */
function distances(isNucleus, width, height) {
  const result = Float32Array.from(isNucleus, (one) => (one ? 1e6 : 0));
  const pass = (i, neighbours) => {
    const near = around(i, width, height);
    for (const n of neighbours)
      if (near[n] >= 0) result[i] = Math.min(result[i], result[near[n]] + ([1, 3, 4, 6].includes(n) ? 3 : 4));
  };
  for (let i = 0; i < result.length; i++) pass(i, [0, 1, 2, 3]);
  for (let i = result.length - 1; i >= 0; i--) pass(i, [4, 5, 6, 7]);
  return result.map((value) => Math.min(value, 1e5) / 3);
}

/** Labels of nuclei from 1; 0 is background. Peaks come first; every other pixel joins its highest labelled neighbour. */
function watershed(heights, width, height) {
  const smooth = blurred(heights, width, height).map((value, i) => (heights[i] > 0 ? value : 0));
  const order = [...smooth.keys()].filter((i) => smooth[i] > 0).sort((a, b) => smooth[b] - smooth[a]);
  const labels = new Int32Array(heights.length);
  const peaks = [];
  for (const i of order) {
    const near = around(i, width, height).filter((j) => j >= 0 && labels[j] > 0);
    if (near.length > 0) {
      labels[i] = labels[near.reduce((a, b) => (smooth[b] > smooth[a] ? b : a))];
      continue;
    }
    const [x, y] = [i % width, Math.floor(i / width)];
    const close = peaks.findIndex((peak) => Math.hypot(peak.x - x, peak.y - y) < LEAST_DISTANCE_PX);
    labels[i] = close < 0 ? peaks.push({ x, y }) : close + 1;
  }
  return labels;
}

/** Nuclei in the colour of most of their pixels, green where they touch; small ones are left out. */
function drawn(labels, isBrown, width, height) {
  const area = new Map();
  const brown = new Map();
  labels.forEach((label, i) => {
    area.set(label, (area.get(label) ?? 0) + 1);
    brown.set(label, (brown.get(label) ?? 0) + isBrown[i]);
  });
  const map = new Uint8Array(3 * labels.length);
  labels.forEach((label, i) => {
    if (label === 0 || area.get(label) < LEAST_AREA_PX) return;
    const touches = around(i, width, height).some((j) => j >= 0 && labels[j] > label);
    map[3 * i + (touches ? 1 : brown.get(label) * 2 > area.get(label) ? 0 : 2)] = 255;
  });
  return map;
}
