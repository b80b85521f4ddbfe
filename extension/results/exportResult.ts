// Export of a result in a form for others: asks where to, has the engine write it, and offers to open it.

import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { ExportFormat, Params } from '../../engine/protocol/requests.js';
import type { Engine } from '../engine/engine.js';
import { cellCount } from '../inference/scoreText.js';
import { offerToOpen } from '../workbench/offerToOpen.js';
import { settingsFor } from '../workbench/userSettings.js';

export interface ExportChoice extends vscode.QuickPickItem {
  readonly format: ExportFormat;
}

/** Formats in the order in which they are offered. */
export function exportChoices(): readonly ExportChoice[] {
  return [
    {
      format: 'csv',
      label: vscode.l10n.t('Cells as CSV'),
      detail: vscode.l10n.t('One row per cell, and a data dictionary beside it.'),
    },
    { format: 'tsv', label: vscode.l10n.t('Cells as TSV'), detail: vscode.l10n.t('As CSV, with tabs.') },
    {
      format: 'geojson',
      label: vscode.l10n.t('Cells as GeoJSON'),
      detail: vscode.l10n.t('Outlines and classes, as QuPath reads them.'),
    },
    {
      format: 'json',
      label: vscode.l10n.t('Scores as JSON'),
      detail: vscode.l10n.t('Counts, percentages and thresholds.'),
    },
    {
      format: 'html',
      label: vscode.l10n.t('Report as HTML'),
      detail: vscode.l10n.t('Pictures, scores, settings and checksums, to print.'),
    },
  ];
}

/**
 * Exports the result in a folder (absolute path). `cutoffs`: those of H-score and Allred score that the user has set.
 * Returns the files that were written; none where the user changed their mind.
 */
export async function exportResult(
  engine: Engine,
  folder: string,
  format: ExportFormat,
  cutoffs?: Params<'result/export'>['cutoffs'],
): Promise<readonly string[]> {
  const name = basename(folder);
  const { label } = exportChoices().find((choice) => choice.format === format)!; // it lists all formats
  const file = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(folder, `${name}.${format}`)),
    filters: { [label]: [format] },
    title: vscode.l10n.t('Export {0}', name),
  });
  if (!file) return [];
  const { mpp } = settingsFor(vscode.Uri.file(folder));
  const options = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('DeepLIIF: exporting') };
  const { cells, files } = await vscode.window.withProgress(options, () =>
    engine.request('result/export', {
      ...{ folder, format, file: file.fsPath },
      ...(mpp > 0 ? { mpp } : {}),
      ...(cutoffs ? { cutoffs } : {}),
    }),
  );
  // The message may stay as long as the user likes: nobody waits for it.
  void offerToOpen(vscode.l10n.t('{0}: {1} exported to {2}.', name, cellCount(cells), files[0]!), file);
  return files;
}
