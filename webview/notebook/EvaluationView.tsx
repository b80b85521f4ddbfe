// An evaluation in a notebook: a table.

import type { EvaluationOutput } from '../../engine/protocol/outputs.js';
import { t } from '../ui/l10n.js';
import { OutputHead } from './OutputHead.js';
import { ValueTable } from '../charts/ValueTable.js';

export function EvaluationView({ output }: { readonly output: EvaluationOutput }) {
  const { title, notices, columns, rows } = output;
  return (
    <>
      <OutputHead title={title} notices={notices} />
      <ValueTable label={title} first={t('Name')} columns={columns} rows={rows} />
    </>
  );
}
