// Scale bar of a round length: 1, 2 or 5 times a power of ten.

export interface ScaleBar {
  readonly widthPx: number;
  readonly text: string;
}

/** Longest round bar within `mostPx` screen pixels; `scale` is screen pixels per picture pixel. */
export function scaleBar(mpp: number, scale: number, mostPx: number): ScaleBar {
  const mostUm = (mostPx / scale) * mpp;
  const decade = 10 ** Math.floor(Math.log10(mostUm));
  const um = ([5, 2, 1].find((step) => step * decade <= mostUm) ?? 1) * decade;
  return { widthPx: (um / mpp) * scale, text: lengthText(um) };
}

function lengthText(um: number): string {
  if (um >= 1000) return `${Number((um / 1000).toPrecision(3))} mm`;
  if (um >= 1) return `${Number(um.toPrecision(3))} µm`;
  return `${Number((um * 1000).toPrecision(3))} nm`;
}
