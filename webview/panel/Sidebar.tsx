// Beside the viewer: the layers, and the scores of one map of one pane.

import type { Pane, SegmentationMap } from '../messages/viewer.js';
import { NO_CHOICE } from '../scoring/intensityChoice.js';
import type { MapScores } from '../scoring/props.js';
import { ScorePanel } from '../scoring/ScorePanel.js';
import { LayersTab } from './LayersTab.js';
import { Tabs } from '../ui/Tabs.js';
import { mapKey, type ViewState } from '../viewer/viewState.js';

export interface SidebarProps {
  readonly panes: readonly Pane[];
  /** Whose scores are shown. */
  readonly pane: Pane;
  readonly map: SegmentationMap | undefined;
  readonly scores: MapScores | undefined;
  readonly selected: number | undefined;
  readonly trusted: boolean;
  readonly view: ViewState;
  readonly onView: (change: Partial<ViewState>) => void;
  readonly onPane: (id: string) => void;
  readonly onMap: (name: string) => void;
}

const TABS = [
  { id: 'layers', title: 'Layers' },
  { id: 'scores', title: 'Scores' },
] as const;

export function Sidebar(props: SidebarProps) {
  const { panes, pane, map, scores, selected, trusted, view, onView, onPane, onMap } = props;
  const key = map ? mapKey(pane.id, map.name) : '';
  return (
    <aside class="sidebar" aria-label="Layers and scores">
      <Tabs
        label="Layers and scores"
        tabs={TABS}
        chosen={view.tab}
        onChoose={(tab) => onView({ tab })}
        above={
          (panes.length > 1 || pane.maps.length > 1) &&
          view.tab === 'scores' && (
            <div class="chosen">
              {panes.length > 1 && (
                <Choice
                  label="Result"
                  value={pane.id}
                  options={panes.map(({ id, title, detail }) => [id, `${title} · ${detail}`])}
                  onChange={onPane}
                />
              )}
              {pane.maps.length > 1 && (
                <Choice
                  label="Segmentation map"
                  value={map?.name}
                  options={pane.maps.map(({ name }) => [name, name])}
                  onChange={onMap}
                />
              )}
            </div>
          )
        }
      >
        {view.tab === 'layers' ? (
          <LayersTab panes={panes} view={view} onView={onView} />
        ) : scores && map ? (
          <ScorePanel
            key={key}
            scores={scores}
            trusted={trusted}
            selected={selected}
            intensity={view.intensity[key] ?? NO_CHOICE}
            onIntensity={(choice) => onView({ intensity: { ...view.intensity, [key]: choice } })}
          />
        ) : (
          <p class="empty">This image has not been analysed yet.</p>
        )}
      </Tabs>
    </aside>
  );
}

function Choice(props: {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly (readonly [value: string, title: string])[];
  readonly onChange: (value: string) => void;
}) {
  return (
    <select
      aria-label={props.label}
      value={props.value}
      onChange={({ currentTarget }) => props.onChange(currentTarget.value)}
    >
      {props.options.map(([value, title]) => (
        <option key={value} value={value}>
          {title}
        </option>
      ))}
    </select>
  );
}
