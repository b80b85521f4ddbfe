// Scores of plug-ins, as the result stores them. They are those of the stored thresholds: a page calls no plug-in.

import type { PluginScore } from '../../engine/protocol/pluginResults.js';
import { t } from '../ui/l10n.js';

export function PluginScores({ scores }: { readonly scores: readonly PluginScore[] }) {
  if (scores.length === 0) return null;
  return (
    <>
      <table class="scores plugin-scores">
        <tbody>
          {scores.map(({ id, title, shown, explanation, plugin }) => (
            <tr key={id}>
              <th
                scope="row"
                title={[explanation, t('Plug-in {0} {1}', plugin.title, plugin.version)]
                  .filter(Boolean)
                  .join(' ')}
              >
                {title}
              </th>
              <td data-plugin-score={id}>{shown}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="note">
        {t(
          'Scores of plug-ins are those of the stored thresholds, without corrections. They do not follow the sliders.',
        )}
      </p>
    </>
  );
}
