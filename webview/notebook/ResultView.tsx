// A result in a notebook: its pictures side by side, cells on them, scores that follow the sliders, the table of cells.

import { useEffect, useMemo, useState } from 'preact/hooks';
import { asError } from '../../engine/protocol/errors.js';
import type { ResultOutput } from '../../engine/protocol/outputs.js';
import { percentIntervalText } from '../../engine/measurements/percentInterval.js';
import { percentText } from '../../engine/protocol/scoring.js';
import { scaleInBrief, scaleInWords } from '../../engine/protocol/scale.js';
import type { PictureLayer, Sight } from '../messages/viewer.js';
import { PluginScores } from '../scoring/PluginScores.js';
import { ScoreTable } from '../scoring/ScoreTable.js';
import { Thresholds } from '../scoring/Thresholds.js';
import { Button } from '../ui/Controls.js';
import { demoNote } from '../ui/demoNote.js';
import { Choice, Slider, Switches } from '../ui/Fields.js';
import { t } from '../ui/l10n.js';
import { useTheme } from '../ui/theme.js';
import type { Camera } from '../viewer/camera.js';
import { PictureStore } from '../viewer/pictureStore.js';
import { dataUri, decodeDataUri } from './base64.js';
import type { OutputChannel } from './channel.js';
import { OutputCells } from './OutputCells.js';
import { OutputHead } from './OutputHead.js';
import { PictureGrid } from './PictureGrid.js';
import { unpackCells, type UnpackedCells } from './unpackCells.js';
import { useFolder } from './useFolder.js';
import { useKept } from './useKept.js';
import { useOutputScores } from './useOutputScores.js';

export interface ResultViewProps {
  readonly id: string;
  readonly output: ResultOutput;
  readonly channel: OutputChannel;
}

export function ResultView(props: ResultViewProps) {
  const { id, output } = props;
  const [name, setName] = useKept(id, 'map', output.maps[0]?.name);
  const map = output.maps.find((one) => one.name === name) ?? output.maps[0];
  if (!map) return <Pictures {...props} />;
  // Another map has other cells, sliders and selections.
  return <ScoredResult key={map.name} {...props} map={map} onMap={(to) => setName(to)} />;
}

type Map = ResultOutput['maps'][number];

function ScoredResult(
  props: ResultViewProps & { readonly map: Map; readonly onMap: (name: string) => void },
) {
  const { id, output, map, onMap } = props;
  const { cells, problem } = useUnpacked(map, output);
  const scores = useOutputScores(id, output, map, cells);
  const [selected, setSelected] = useKept<number | undefined>(id, `${map.name} selected`, undefined);
  const [isOpen, setIsOpen] = useKept(id, 'cells open', false);
  const shown = scores.correctedCount > 0 ? scores.correctedScoring : scores.scoring;
  const { num_pos, num_total } = shown;
  return (
    <Pictures
      {...props}
      cells={cells?.placed ? scores.cells : undefined}
      selected={selected}
      onChoose={setSelected}
      summary={t(
        '{0} % positive ({1} of {2}; 95 %: {3})',
        percentText(shown),
        num_pos,
        num_total,
        percentIntervalText(num_pos, num_total),
      )}
      below={
        scores.cells && (
          <details
            class="output-cells"
            open={isOpen}
            onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}
          >
            <summary>{t('Cells')}</summary>
            {isOpen && (
              <OutputCells
                id={id}
                scores={scores}
                mpp={output.image.mpp}
                selected={selected}
                onChoose={setSelected}
              />
            )}
          </details>
        )
      }
    >
      <section class="score-panel" aria-label={t('Scores')} aria-busy={scores.loading}>
        {output.maps.length > 1 && (
          <Choice
            label={t('Segmentation map')}
            value={map.name}
            options={output.maps.map((one) => ({ value: one.name, title: one.name }))}
            onChoose={onMap}
          />
        )}
        <ScoreTable scores={scores} />
        <PluginScores scores={scores.pluginScores} />
        {(problem ?? scores.problem) !== undefined && (
          <p class="problem" role="alert">
            {problem ?? scores.problem}
          </p>
        )}
        {map.cells ? (
          <>
            <p class="note threshold-note" role="status">
              {scores.unsaved ? t('Thresholds moved here; the result keeps its own.') : ''}
              {scores.unsaved && (
                <Button
                  label={t('Reset')}
                  hint={t('Back to the stored thresholds')}
                  onClick={scores.actions.reset}
                />
              )}
            </p>
            <Thresholds scores={scores} trusted={false} segmentation={false} />
          </>
        ) : (
          <p class="note">{t('This output holds no cells: open the result to move its thresholds.')}</p>
        )}
      </section>
    </Pictures>
  );
}

interface PicturesProps extends ResultViewProps {
  readonly cells?: Parameters<typeof PictureGrid>[0]['shown']['cells'];
  readonly selected?: number | undefined;
  readonly onChoose?: (cell: number | undefined) => void;
  readonly summary?: string;
  readonly children?: preact.ComponentChildren;
  readonly below?: preact.ComponentChildren;
}

/** Zoom beyond the small pictures by so many octaves makes an output ask for the pictures in full. */
const ASK_AT_OCTAVES = 0.5;

function Pictures(props: PicturesProps) {
  const { id, output, channel, cells, selected, onChoose, summary, children, below } = props;
  const { image, model, scale, place } = output;
  const [camera, setCamera] = useKept<Camera | undefined>(id, 'camera', undefined);
  const [sight, setSight] = useKept<Sight | undefined>(id, 'sight', undefined);
  const show = (to: Camera | undefined, seen?: Sight) => {
    setCamera(to);
    setSight(seen);
  };
  const [look, setLook] = useKept(id, 'look', { outlines: true, masks: false, opacity: 0.4 });
  const [full, setFull] = useState<Readonly<Record<string, string>>>({});
  const [asked, setAsked] = useState(false);
  const [version, setVersion] = useState(0);
  const [failure, setFailure] = useState<string>();
  const theme = useTheme();
  const store = useMemo(
    () =>
      new PictureStore({
        // Of a store's messages only failures matter: an output holds its pictures.
        post: (message) => message.type === 'failed' && setFailure(message.message),
        changed: () => setVersion((last) => last + 1),
        decode: decodeDataUri,
      }),
    [],
  );
  const folder = useFolder(id, 'result', place, channel, (message) => {
    if (message.type === 'picture')
      setFull((last) => ({ ...last, [message.picture]: dataUri(message.mime, message.base64) }));
  });
  const layers = useMemo(
    () =>
      output.pictures.map(({ id: name, title, role, mime, data }): PictureLayer => {
        const uri = full[name] ?? dataUri(mime, data);
        return {
          id: name,
          title,
          role,
          picture: { id: `${name} ${full[name] ? 'full' : ''}`, kind: 'file', uri },
        };
      }),
    [output, full],
  );
  useEffect(() => store.retain(new Set(layers.map(({ picture }) => picture.id))), [store, layers]);
  const smallScale = Math.log2((output.pictures[0]?.widthPx ?? image.widthPx) / image.widthPx);
  const isClose = camera !== undefined && camera.zoom > smallScale + ASK_AT_OCTAVES;
  useEffect(() => {
    if (!isClose || asked || !channel.post || !folder.there) return;
    setAsked(true);
    channel.post({ type: 'pictures', output: id, place });
  }, [isClose, asked, folder.there]);
  const shown = useMemo(() => ({ ...look, cells, selected }), [look, cells, selected]);
  return (
    <>
      <OutputHead
        title={image.name}
        notices={output.notices}
        open={{ kind: 'result', place, label: t('Open Result'), channel, folder, sight }}
      >
        {summary !== undefined && <strong data-summary="">{summary}</strong>}
        {model?.demo && <span class="badge">{demoNote()}</span>}
        {model && <span class="muted">{model.title}</span>}
        {scale && (
          <span class="muted" title={scaleInWords(scale)}>
            {scaleInBrief(scale)}
          </span>
        )}
      </OutputHead>
      {failure !== undefined && (
        <p class="problem" role="alert">
          {failure}
        </p>
      )}
      <div class="output-tools">
        {cells && (
          <>
            <Switches
              label={t('Cells on the pictures')}
              switches={[
                { id: 'outlines', title: t('Outlines'), pressed: look.outlines },
                { id: 'masks', title: t('Masks'), pressed: look.masks },
              ]}
              onPress={(name) => setLook((last) => ({ ...last, [name]: !last[name] }))}
            />
            <Slider
              label={t('Opacity of the masks')}
              caption={t('Opacity')}
              min={0}
              max={1}
              step={0.05}
              value={look.opacity}
              valueText={t('{0} %', Math.round(100 * look.opacity))}
              onInput={(opacity) => setLook((last) => ({ ...last, opacity, masks: true }))}
            />
          </>
        )}
        <Button
          label={t('Whole Image')}
          hint={t('Drag to move, Ctrl and the wheel to zoom, double click to see everything')}
          disabled={camera === undefined}
          onClick={() => show(undefined)}
        />
      </div>
      <div class="output-body">
        <PictureGrid
          size={image}
          layers={layers}
          store={store}
          shown={shown}
          version={version * 1000 + theme}
          camera={camera}
          onCamera={show}
          onChoose={(cell) => onChoose?.(cell)}
        />
        {children}
      </div>
      {below}
    </>
  );
}

/** Cells of a map, unpacked once. */
function useUnpacked(
  map: Map,
  { image }: ResultOutput,
): { readonly cells?: UnpackedCells | undefined; readonly problem?: string } {
  const [state, setState] = useState<{ readonly cells?: UnpackedCells; readonly problem?: string }>({});
  useEffect(() => {
    if (!map.cells) return undefined;
    let isWanted = true;
    unpackCells(map.cells, image).then(
      (cells) => isWanted && setState({ cells }),
      (thrown: unknown) => isWanted && setState({ problem: asError(thrown).message }),
    );
    return () => {
      isWanted = false;
    };
  }, [map.cells]);
  return state;
}
