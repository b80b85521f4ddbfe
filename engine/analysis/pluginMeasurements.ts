// Measurements of plug-ins, at an analysis and when a result is scored again. A plug-in that fails, or answers with another
// number of numbers, costs its own column and becomes a notice.

import type { PixelSource } from '../images/pixelSource.js';
import { storedNumber, type PluginColumn } from '../measurements/pluginColumns.js';
import { contributionName } from '../plugins/contributionWords.js';
import { pluginsInUse, type Contributed } from '../plugins/usedPlugins.js';
import { EngineError } from '../protocol/errors.js';
import type { PluginName } from '../protocol/pluginResults.js';
import type { Plugin } from '../protocol/plugins.js';
import type { Control } from '../protocol/progress.js';
import { cellColumns, pictureRows, stripsOf, type CellsToMeasure } from './pluginInput.js';

export interface MeasuredMap extends CellsToMeasure {
  readonly map: string;
  readonly width: number;
  readonly height: number;
  readonly mpp: number | undefined;
  /** "ihc", modalities and "segmentation", by name. */
  readonly pictures: ReadonlyMap<string, PixelSource>;
}

export interface PluginColumns {
  readonly columns: readonly PluginColumn[];
  readonly notices: readonly string[];
}

/** @throws EngineError `cancelled` */
export async function measureWithPlugins(map: MeasuredMap, control: Control): Promise<PluginColumns> {
  const columns: PluginColumn[] = [];
  const notices: string[] = [];
  for (const contributed of pluginsInUse().contributed('measurements')) {
    const { plugin, contribution } = contributed;
    const name = `The ${contributionName(plugin, 'measurements', contribution.id)}`;
    control.report?.({ stage: `measuring ${contribution.title}`, done: 0, total: 1 });
    try {
      const values = await columnOf(contributed, map, name, control);
      const unknown = values.filter((value) => !Number.isFinite(value)).length;
      if (unknown > 0)
        notices.push(
          `${name} gave NaN or infinity for ${unknown} of ${values.length} cells of ${map.map}: they are shown as unknown. If these cells should have a number, tell its author.`,
        );
      const { id, title, unit, meaning, quPathName } = contribution;
      columns.push({
        ...{ id, title, unit, meaning, plugin: nameOf(plugin) },
        ...(quPathName === undefined ? {} : { quPathName }),
        values: values.map((value) => (Number.isFinite(value) ? storedNumber(value) : NaN)),
      });
    } catch (error) {
      notices.push(noticeOf(error, map.map));
    }
  }
  return { columns, notices };
}

export function nameOf({ id, title, version }: Plugin): PluginName {
  return { id, title, version };
}

/** Sentence about a failure; any other error than that of a plug-in is thrown on. */
export function noticeOf(error: unknown, map: string): string {
  if (error instanceof EngineError && error.code === 'plugin-failed')
    return `${error.message} The result of ${map} is complete without it.`;
  throw error;
}

async function columnOf(
  { plugin, contribution: { id, needs = [] } }: Contributed<'measurements'>,
  map: MeasuredMap,
  name: string,
  control: Control,
): Promise<Float64Array> {
  const failed = (what: string) => new EngineError('plugin-failed', `${name} ${what}`);
  if (needs.includes('mpp') && map.mpp === undefined)
    throw failed('needs the micrometres per pixel, which are not known. Analyse the image with them.');
  const names = needs.filter((need) => need !== 'mpp' && need !== 'outline');
  const sources = names.map((picture) => {
    const source = map.pictures.get(picture);
    if (source?.width === map.width && source.height === map.height) return [picture, source] as const;
    throw failed(
      `needs the picture "${picture}", which this analysis has not made. Analyse the image with it.`,
    );
  });
  const rowBytes = sources.reduce((sum, [, { width, channels }]) => sum + width * channels, 0);
  const values = new Float64Array(map.cells.length);
  if (values.length === 0) return values;
  const code = pluginsInUse().code(plugin);
  for (const strip of stripsOf(map.cells, map.height, rowBytes)) {
    const pictures: [string, unknown][] = [];
    for (const [picture, source] of sources)
      pictures.push([picture, await pictureRows(source, strip, control)]);
    const input = {
      ...{ map: map.map, width: map.width, height: map.height, mpp: map.mpp ?? null },
      cellColumns: cellColumns(map, strip.index, needs.includes('outline')),
      pictures: Object.fromEntries(pictures),
    };
    const { signal } = control;
    const answer = await code.call('measurements', id, 'measure', [input], signal ? { signal } : {});
    const numbers = numbersOf(answer, strip.index.length);
    if (typeof numbers === 'string')
      throw failed(
        `answered with ${numbers} instead of one number for each of ${strip.index.length} cells. Tell its author, or switch the plug-in off.`,
      );
    strip.index.forEach((i, at) => (values[i] = numbers[at]!));
  }
  return values;
}

/** The numbers, or what was there instead, in words. */
function numbersOf(answer: unknown, count: number): ArrayLike<number> | string {
  const isList = Array.isArray(answer) || (ArrayBuffer.isView(answer) && !(answer instanceof DataView));
  if (!isList)
    return answer === null ? 'null' : answer === undefined ? 'nothing' : `a value of type ${typeof answer}`;
  const list = answer as ArrayLike<unknown>;
  if (list.length !== count) return `${list.length} values`;
  for (let i = 0; i < count; i++)
    if (typeof list[i] !== 'number') return `a list that has a value of type ${typeof list[i]}`;
  return list as ArrayLike<number>;
}
