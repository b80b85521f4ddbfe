// Layout of images by their features in a plane, by one of the methods, with progress and cancellation.

import { yieldToEventLoop } from '../control/cancel.js';
import { EngineError } from '../protocol/errors.js';
import {
  METHOD_TITLES,
  STYLE_GROUPS,
  type StyleAxis,
  type StylePlaces,
  type StyleProjectParams,
} from '../protocol/imageStyle.js';
import type { Control } from '../protocol/progress.js';
import type { PrincipalComponents } from '../statistics/principalComponents.js';
import { PROJECTIONS } from '../style/projections.js';
import { styleRows, type StyleRows } from '../style/styleRows.js';

/** Seed of every layout: the same images give the same picture. */
const SEED = 20221130;
/** Time between two looks at the signal. */
const YIELD_EVERY_MS = 30;
const STRONGEST = 4;

/** @throws EngineError `usage` for too few images or no feature, `cancelled` */
export async function projectStyles(
  { values, groups, use = STYLE_GROUPS, method }: StyleProjectParams,
  control: Control = {},
): Promise<StylePlaces> {
  const rows = styleRows(values, groups, use);
  if (rows.size === 0)
    throw new EngineError(
      'usage',
      `There is no feature of ${use.join(', ')}. Choose others; deep features need a model.`,
    );
  const { fewest, start } = PROJECTIONS[method];
  if (rows.count < fewest)
    throw new EngineError(
      'usage',
      `${METHOD_TITLES[method]} needs ${fewest} images at least; there ${rows.count === 1 ? 'is' : 'are'} ${rows.count}. Add images.`,
    );
  const layout = start(rows, SEED);
  let checkedMs = performance.now();
  for (let step = 0; step < layout.steps; step++) {
    layout.step();
    if (performance.now() - checkedMs < YIELD_EVERY_MS) continue;
    control.report?.({ stage: `steps of ${METHOD_TITLES[method]}`, done: step, total: layout.steps });
    await yieldToEventLoop(control);
    checkedMs = performance.now();
  }
  const { components } = layout;
  return { method, places: layout.places(), ...(components ? { axes: axesOf(rows, components) } : {}) };
}

function axesOf(
  rows: StyleRows,
  { directions, explained, components }: PrincipalComponents,
): readonly StyleAxis[] {
  return Array.from({ length: components }, (_, c) => {
    const direction = directions.subarray(c * rows.size, (c + 1) * rows.size);
    const strongest = [...direction]
      .map((weight, j) => ({ column: rows.columns[j]!, weight }))
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
      .slice(0, STRONGEST);
    return { explained: explained[c]!, strongest };
  });
}
