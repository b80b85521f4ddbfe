// Side bar of the panel: the layers, and the scores of one map of one pane.

import type { ComponentChildren } from 'preact';
import type { Pane, SegmentationMap } from '../messages/viewer.js';
import { NO_CHOICE } from '../scoring/intensityChoice.js';
import type { MapScores } from '../scoring/mapScores.js';
import { ScorePanel } from '../scoring/ScorePanel.js';
import { mapKey } from '../scoring/useMapCells.js';
import { Choice } from '../ui/Fields.js';
import { t } from '../ui/l10n.js';
import { Tabs } from '../ui/Tabs.js';
import type { Looks } from '../viewer/paneParts.js';
import { LayersTab } from './LayersTab.js';
import type { PanelView } from './panelView.js';

export interface SidebarProps {
  readonly panes: readonly Pane[];
  /** Pane whose scores are shown. */
  readonly pane: Pane;
  readonly map: SegmentationMap | undefined;
  readonly scores: MapScores | undefined;
  readonly trusted: boolean;
  readonly view: PanelView;
  /** Looks of the layers with numbers for automatic ranges. */
  readonly ranged: Looks;
  readonly onView: (change: Partial<PanelView>) => void;
  readonly onPane: (id: string) => void;
  readonly onMap: (name: string) => void;
  readonly children: ComponentChildren;
}

const TAB_TITLES = [
  { id: 'layers', title: t('Layers') },
  { id: 'scores', title: t('Scores') },
] as const;

export function Sidebar(props: SidebarProps) {
  const { panes, pane, map, scores, trusted, view, onView, onPane, onMap } = props;
  const key = map ? mapKey(pane.id, map.name) : '';
  const hasChoice = view.tab === 'scores' && (panes.length > 1 || pane.maps.length > 1);
  return (
    <aside class="sidebar" aria-label={t('Layers and scores')}>
      {props.children}
      <Tabs
        label={t('Layers and scores')}
        tabs={TAB_TITLES}
        chosen={view.tab}
        onChoose={(tab) => onView({ tab })}
        above={
          hasChoice && (
            <div class="chosen">
              {panes.length > 1 && (
                <Choice
                  label={t('Result')}
                  value={pane.id}
                  options={panes.map(({ id, title, detail }) => ({
                    value: id,
                    title: `${title} · ${detail}`,
                  }))}
                  onChoose={onPane}
                />
              )}
              {pane.maps.length > 1 && (
                <Choice
                  label={t('Segmentation map')}
                  value={map?.name}
                  options={pane.maps.map(({ name }) => ({ value: name, title: name }))}
                  onChoose={onMap}
                />
              )}
            </div>
          )
        }
      >
        {view.tab === 'layers' ? (
          <LayersTab panes={panes} view={view} ranged={props.ranged} onView={onView} />
        ) : scores && map ? (
          <ScorePanel
            key={key}
            scores={scores}
            trusted={trusted}
            intensity={view.intensity[key] ?? NO_CHOICE}
            onIntensity={(choice) => onView({ intensity: { ...view.intensity, [key]: choice } })}
          />
        ) : (
          <p class="empty">{t('This image has not been analysed yet.')}</p>
        )}
      </Tabs>
    </aside>
  );
}
