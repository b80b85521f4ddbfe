// Sample of trials for plots that draw a line for each: the selected ones first, of them the best and then evenly spread
// ones; what room is left goes to the others. Pure.

/**
 * @param candidates positions of trials
 * @param best positions, the best first
 * @param passes 1 for each selected trial, by position
 */
export function fairSample(
  candidates: readonly number[],
  best: readonly number[],
  passes: Uint8Array,
  most: number,
): readonly number[] {
  if (candidates.length <= most) return candidates;
  const known = new Set(candidates);
  const selected = candidates.filter((at) => passes[at] === 1);
  const others = candidates.filter((at) => passes[at] !== 1);
  const taken = new Set<number>();
  for (const at of best) if (taken.size < most / 4 && passes[at] === 1 && known.has(at)) taken.add(at);
  spread(selected, most - taken.size, taken);
  spread(others, Math.min(most - taken.size, Math.ceil(most / 3)), taken);
  return candidates.filter((at) => taken.has(at));
}

/** Adds evenly spread ones of those that are not taken. */
function spread(from: readonly number[], count: number, taken: Set<number>): void {
  const rest = from.filter((at) => !taken.has(at));
  if (rest.length === 0 || count <= 0) return;
  const every = Math.max(1, rest.length / count);
  for (let i = 0; Math.floor(i) < rest.length; i += every) taken.add(rest[Math.floor(i)]!);
}
