// Table of the images of a batch. A click or Enter opens the result of a row; a row that failed says why, and has a button
// that analyses the image again.

import { useMemo, useState } from 'preact/hooks';
import { percentIntervalText } from '../../engine/measurements/percentInterval.js';
import type { BatchProgress, ShownImage } from '../messages/batch.js';
import { Button } from '../ui/Controls.js';
import { t } from '../ui/l10n.js';
import { Table, type TableColumn } from '../ui/Table.js';
import { sortedOrder, type Sort } from '../ui/tableRows.js';
import { durationText, valueOf, type BatchRow, type ColumnId } from './batchRows.js';

export interface BatchTableProps {
  readonly rows: readonly BatchRow[];
  readonly severalMaps: boolean;
  readonly running: BatchProgress | undefined;
  readonly canAnalyse: boolean;
  readonly sort: Sort<ColumnId>;
  readonly onSort: (sort: Sort<ColumnId>) => void;
  readonly onOpen: (image: number) => void;
  readonly onAgain: (image: number) => void;
}

const LINE_PX = 48;

export function BatchTable(props: BatchTableProps) {
  const { rows, severalMaps, running, canAnalyse, sort, onSort, onOpen, onAgain } = props;
  const [current, setCurrent] = useState<number>();
  const order = useMemo(
    () => sortedOrder(rows.length, undefined, (row) => valueOf(rows[row]!, sort.by), sort.descending),
    [rows, sort],
  );
  const isCurrent = ({ image, shown }: BatchRow) => running?.image === image && shown.state === 'waiting';

  const number = (
    id: ColumnId,
    title: string,
    width: number,
    text: (row: BatchRow) => string | undefined,
  ) => ({
    id,
    title,
    width,
    align: 'right' as const,
    content: (row: number) => text(rows[row]!) ?? '',
  });
  const columns: readonly TableColumn<ColumnId>[] = [
    {
      id: 'picture',
      title: t('Picture'),
      width: 8,
      align: 'left',
      unsorted: true,
      content: (row) => <Picture shown={rows[row]!.shown} />,
    },
    {
      id: 'name',
      title: t('Image'),
      width: 20,
      align: 'left',
      content: (row) => (
        <Name
          row={rows[row]!}
          running={isCurrent(rows[row]!) ? running : undefined}
          isRunning={running !== undefined}
        />
      ),
    },
    ...(severalMaps
      ? [
          {
            id: 'map',
            title: t('Map'),
            width: 9,
            align: 'left',
            content: (row: number) => rows[row]!.map ?? '',
          } as const,
        ]
      : []),
    number('percent', t('Positive %'), 12, ({ scoring }) => scoring?.percent_pos.toFixed(1)),
    number(
      'interval',
      t('95 % interval'),
      16,
      ({ scoring }) => scoring && percentIntervalText(scoring.num_pos, scoring.num_total),
    ),
    number('positive', t('Positive'), 10, ({ scoring }) => scoring && String(scoring.num_pos)),
    number('negative', t('Negative'), 11, ({ scoring }) => scoring && String(scoring.num_neg)),
    number('cells', t('Cells'), 8, ({ scoring }) => scoring && String(scoring.num_total)),
    number('magnification', t('Magnification'), 16, ({ shown }) => shown.magnification),
    number('seconds', t('Duration'), 11, ({ shown: { seconds } }) =>
      seconds === undefined ? undefined : durationText(seconds),
    ),
    {
      id: 'again',
      title: t('Analyse again'),
      width: 6,
      align: 'right',
      unsorted: true,
      content: (row) => {
        const { image, shown } = rows[row]!;
        if (shown.state === 'done' || (shown.state === 'waiting' && running)) return '';
        return (
          <span onClick={(event) => event.stopPropagation()}>
            <Button
              icon="debug-rerun"
              label={t('Analyse Again: {0}', shown.name)}
              disabled={!canAnalyse}
              onClick={() => onAgain(image)}
            />
          </span>
        );
      },
    },
  ];
  return (
    <Table
      label={t('Images')}
      columns={columns}
      groups={[{ title: '', rows: order }]}
      linePx={LINE_PX}
      sort={sort}
      onSort={onSort}
      current={current !== undefined && current < rows.length ? current : undefined}
      onCurrent={setCurrent}
      onOpen={(row) => {
        const { image, shown } = rows[row]!;
        if (shown.state === 'done') onOpen(image);
      }}
      classOf={(row) => rows[row]!.shown.state}
    />
  );
}

function Picture({ shown: { picture, state } }: { readonly shown: ShownImage }) {
  if (picture !== undefined)
    return <img class="small-picture" src={picture} alt="" loading="lazy" decoding="async" />;
  const icon =
    state === 'failed' || state === 'gone' ? 'error' : state === 'waiting' ? 'clock' : 'file-media';
  return <span class={`codicon codicon-${icon}`} aria-hidden="true" />;
}

/** Name of the image; below it the reason of a failure, the progress, or what a reader should know. */
function Name(props: {
  readonly row: BatchRow;
  /** Progress of this image, if it is the one that is being analysed. */
  readonly running: BatchProgress | undefined;
  /** True if the batch is running. */
  readonly isRunning: boolean;
}) {
  const { row, running, isRunning } = props;
  const { name, path, state, problem, notices } = row.shown;
  const reason = problem === undefined ? undefined : withoutPath(problem, path);
  const more = running ? running.text || t('being analysed') : (reason ?? notices.join(' '));
  return (
    <div class="name" title={[path, ...(problem === undefined ? [] : [problem]), ...notices].join('\n')}>
      <span>{name}</span>
      {more !== '' && <small class={problem === undefined ? '' : 'problem'}>{more}</small>}
      {more === '' && state === 'waiting' && <small>{isRunning ? t('waiting') : t('not analysed')}</small>}
      {more === '' && state === 'done' && row.scoring === undefined && <small>{t('no segmentation')}</small>}
    </div>
  );
}

/** Reason of a failure without the path of the image, which the row names: "Cannot read /a/b.png: it is empty." */
function withoutPath(problem: string, path: string): string {
  const at = problem.indexOf(path);
  return at < 0 ? problem : problem.slice(at + path.length).replace(/^[:\s]+/, '');
}
