// Exporters of plug-ins: the plug-in makes texts or bytes of plain data, and the engine writes them.
//
// A module exports `exporters[id].write(input)`, with `input` an ExportData (engine/exports/exportData.ts). It returns a text,
// bytes, or `{ files: [{ ending, text }, { ending, bytes }] }`. A file whose `ending` is that of the contribution has the name that
// the user chose; others have the same name with their own ending.

import { exportData } from '../../exports/exportData.js';
import { exporters, type Exporter } from '../../exports/exporters.js';
import { refuseOwnFile } from '../../exports/ownFile.js';
import type { ScoredResult } from '../../exports/scoredResult.js';
import { writeFiles, type FileToWrite } from '../../exports/writeFiles.js';
import { bytes, list, matching, message, text } from '../../protocol/shape.js';
import { checkedAnswer, nameOf, pluginFault, type ContributedCode } from './contributed.js';

/** Time for an export; tables of a million cells take seconds. */
const TIMEOUT_MS = 120_000;
const MOST_FILES = 20;
const MOST_BYTES = 2 ** 30;

const answerShape = message({
  files: list(
    message(
      { ending: matching(/^\.[A-Za-z0-9._-]{1,40}$/, 'an ending such as ".csv"') },
      { text: text({ most: MOST_BYTES }), bytes: bytes(MOST_BYTES) },
    ),
    MOST_FILES,
  ),
});

/** Adds an exporter of a plug-in to the table; returns a function that takes it out again. */
export function addExporter(from: ContributedCode<'exporters'>): () => void {
  return exporters.add(exporterRow(from));
}

function exporterRow(from: ContributedCode<'exporters'>): Exporter {
  const { plugin, contribution, code } = from;
  const { id, title, detail, ending, needs = ['cells'] } = contribution;
  return {
    ...{ id, title, detail, ending, plugin: nameOf(plugin) },
    needs: needs.length > 0 ? ['cells'] : [],
    async write(result, [file], control) {
      const input = await exportData(result, { withOutlines: needs.includes('outlines') }, control);
      const answer = await code.call('exporters', id, 'write', [input], {
        timeoutMs: TIMEOUT_MS,
        ...(control.signal ? { signal: control.signal } : {}),
      });
      const files = filesOf(from, answer, file!);
      for (const { path } of files) refuseOwnFile(result, path);
      await writeFiles(files, control);
      return { files: files.map(({ path }) => path), cells: cellsIn(result) };
    },
  };
}

function filesOf(from: ContributedCode<'exporters'>, answer: unknown, file: string): readonly FileToWrite[] {
  const { ending } = from.contribution;
  const fault = (what: string) => pluginFault('exporters', from, what);
  const sole = typeof answer === 'string' ? { text: answer } : { bytes: answer };
  const whole =
    typeof answer === 'string' || answer instanceof Uint8Array ? { files: [{ ending, ...sole }] } : answer;
  const parts = checkedAnswer('exporters', from, 'write', answerShape, whole).files;
  const stem = file.endsWith(ending) ? file.slice(0, -ending.length) : file.replace(/\.[^./\\]*$/, '');
  const files = parts.map((part): FileToWrite => {
    if ((part.text === undefined) === (part.bytes === undefined))
      throw fault(`gave a file "${part.ending}" that has not exactly one of "text" and "bytes"`);
    return {
      path: part.ending === ending ? file : `${stem}${part.ending}`,
      bytes: part.bytes ?? Buffer.from(part.text!, 'utf8'),
    };
  });
  if (files.length === 0) throw fault('gave no files');
  if (new Set(files.map(({ path }) => path.toLowerCase())).size < files.length)
    throw fault('gave two files of the same ending');
  const sum = files.reduce((total, { bytes: { byteLength } }) => total + byteLength, 0);
  if (sum > MOST_BYTES) throw fault(`gave files of ${Math.round(sum / 1e6)} MB; 1 GB may be written`);
  // The file that was asked for comes first.
  return [...files].sort((a, b) => Number(b.path === file) - Number(a.path === file));
}

function cellsIn({ maps }: ScoredResult): number {
  return maps.reduce((sum, { records }) => sum + records.length, 0);
}
