// One picture in a frame, alone or against its truth. All frames share one camera: dragging or zooming in one moves all.
// Arrow keys move, + and - zoom, 0 shows the whole picture.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isPlainKey } from '../ui/keys.js';
import { t } from '../ui/l10n.js';
import { useSize } from '../ui/useSize.js';
import { useWheelZoom } from '../ui/useWheel.js';
import type { Errors } from './errorColours.js';
import type { PictureCache } from './pictureCache.js';
import type { SamplePictures } from './sampleSteps.js';
import { WHOLE_PICTURE, type SampleCamera, type SampleMode } from './trainingView.js';

export interface SampleFrameProps {
  readonly title: string;
  readonly pictures: SamplePictures;
  readonly mode: SampleMode;
  readonly swipe: number;
  readonly gain: number;
  readonly camera: SampleCamera;
  readonly cache: PictureCache;
  readonly onCamera: (camera: SampleCamera) => void;
  readonly onSwipe: (at: number) => void;
}

interface Drawn {
  readonly first: ImageBitmap;
  readonly second?: ImageBitmap;
  readonly counts?: Errors['counts'];
}

const FINEST = 100;

export function SampleFrame(props: SampleFrameProps) {
  const { title, pictures, mode, swipe, gain, camera, cache } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drawn, setDrawn] = useState<Drawn>();
  const [problem, setProblem] = useState<string>();
  const { width: size } = useSize(canvas);
  const [drag, setDrag] = useState<{ readonly x: number; readonly y: number }>();
  const shown = shownMode(pictures, mode);
  const both = shown === 'beside';

  useEffect(() => {
    let current = true;
    setProblem(undefined);
    load(cache, pictures, shown, gain).then(
      (loaded) => current && setDrawn(loaded),
      (thrown: unknown) => current && setProblem(thrown instanceof Error ? thrown.message : String(thrown)),
    );
    return () => {
      current = false;
    };
  }, [pictures.input, pictures.generated, pictures.truth, shown, gain]);

  useLayoutEffect(() => {
    if (!drawn || size === 0) return;
    const element = canvas.current!;
    const ratio = window.devicePixelRatio || 1;
    const height = element.clientHeight;
    element.width = Math.round(size * ratio);
    element.height = Math.round(height * ratio);
    const context = element.getContext('2d', { willReadFrequently: true })!;
    context.scale(ratio, ratio);
    const { first, second } = drawn;
    const width = both && second ? (size - 4) / 2 : size;
    drawIn(context, first, camera, 0, width, height, 0, width);
    if (!second) return;
    if (both) drawIn(context, second, camera, size - width, width, height, size - width, size);
    else if (shown === 'swipe') {
      const edge = swipe * size;
      drawIn(context, second, camera, 0, size, height, edge, size);
      context.fillStyle = '#fff';
      context.fillRect(edge - 1, 0, 2, height);
    }
  }, [drawn, size, camera, shown, swipe]);

  const scaleOf = () => {
    const element = canvas.current!;
    return (
      fitted(
        drawn!.first,
        both && drawn!.second ? (element.clientWidth - 4) / 2 : element.clientWidth,
        element.clientHeight,
      ) * camera.scale
    );
  };
  const move = (dx: number, dy: number) => {
    if (!drawn) return;
    const scale = scaleOf();
    props.onCamera({
      ...camera,
      x: clamp(camera.x - dx / (scale * drawn.first.width)),
      y: clamp(camera.y - dy / (scale * drawn.first.height)),
    });
  };
  const zoom = (factor: number, at?: { readonly x: number; readonly y: number }) => {
    if (!drawn) return;
    const scale = Math.min(FINEST, Math.max(1, camera.scale * factor));
    if (scale === 1) return props.onCamera(WHOLE_PICTURE);
    const element = canvas.current!;
    const width = both && drawn.second ? (element.clientWidth - 4) / 2 : element.clientWidth;
    const before = scaleOf();
    const after = (before * scale) / camera.scale;
    const [dx, dy] = at ? [(at.x % (width + 4)) - width / 2, at.y - element.clientHeight / 2] : [0, 0];
    props.onCamera({
      scale,
      x: clamp(camera.x + (dx / drawn.first.width) * (1 / before - 1 / after)),
      y: clamp(camera.y + (dy / drawn.first.height) * (1 / before - 1 / after)),
    });
  };
  useWheelZoom(canvas, (event, octaves) => zoom(2 ** octaves, { x: event.offsetX, y: event.offsetY }));

  return (
    <figure class={both ? 'frame both' : 'frame'}>
      <canvas
        ref={canvas}
        tabIndex={0}
        role="img"
        aria-label={t(
          '{0}, {1}. Arrows move, plus and minus zoom, 0 shows the whole picture.',
          title,
          MODE_TEXTS[shown],
        )}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ x: event.clientX, y: event.clientY });
        }}
        onPointerMove={(event) => {
          if (shown === 'swipe' && !drag) props.onSwipe(event.offsetX / event.currentTarget.clientWidth);
          if (!drag) return;
          move(event.clientX - drag.x, event.clientY - drag.y);
          setDrag({ x: event.clientX, y: event.clientY });
        }}
        onPointerUp={() => setDrag(undefined)}
        onPointerCancel={() => setDrag(undefined)}
        onDblClick={() => props.onCamera(WHOLE_PICTURE)}
        onKeyDown={(event) => {
          const step = KEYS[event.key];
          if (!step || !isPlainKey(event)) return;
          event.preventDefault();
          if ('factor' in step) {
            if (step.factor === 0) props.onCamera(WHOLE_PICTURE);
            else zoom(step.factor);
          } else move(step.x, step.y);
        }}
      />
      <figcaption>
        <b>{title}</b>
        {shown !== 'generated' && <small>{both ? t('generated | truth') : MODE_TEXTS[shown]}</small>}
        {drawn?.counts && shown === 'errors' && <small class="counts">{errorText(drawn.counts)}</small>}
      </figcaption>
      {problem !== undefined && <p class="chart-empty">{problem}</p>}
    </figure>
  );
}

const MOVE_PX = 30;
const KEYS: Readonly<
  Record<string, { readonly factor: number } | { readonly x: number; readonly y: number }>
> = {
  '+': { factor: 1.4 },
  '=': { factor: 1.4 },
  '-': { factor: 1 / 1.4 },
  '0': { factor: 0 },
  ArrowLeft: { x: MOVE_PX, y: 0 },
  ArrowRight: { x: -MOVE_PX, y: 0 },
  ArrowUp: { x: 0, y: MOVE_PX },
  ArrowDown: { x: 0, y: -MOVE_PX },
};

const MODE_TEXTS: Readonly<Record<SampleMode, string>> = {
  generated: t('as generated'),
  beside: t('beside its truth'),
  swipe: t('left of the edge generated, right of it the truth'),
  difference: t('difference from the truth'),
  errors: t('against the truth'),
};

/** Mode that these pictures can be shown in: errors only of segmentations, comparisons only with a truth. */
function shownMode({ image, generated, truth }: SamplePictures, mode: SampleMode): SampleMode {
  if (generated === undefined || truth === undefined) return 'generated';
  return mode === 'errors' && !image.startsWith('segmentation') ? 'beside' : mode;
}

async function load(
  cache: PictureCache,
  { input, generated, truth }: SamplePictures,
  mode: SampleMode,
  gain: number,
): Promise<Drawn> {
  if (mode === 'difference' || mode === 'errors') {
    const { picture, counts } =
      mode === 'errors'
        ? await cache.errors(generated!, truth!)
        : await cache.difference(generated!, truth!, gain);
    return { first: picture, ...(counts ? { counts } : {}) };
  }
  const first = await cache.picture(generated ?? input ?? truth!);
  return mode === 'generated' ? { first } : { first, second: await cache.picture(truth!) };
}

function drawIn(
  context: CanvasRenderingContext2D,
  picture: ImageBitmap,
  camera: SampleCamera,
  left: number,
  width: number,
  height: number,
  clipFrom: number,
  clipTo: number,
): void {
  const scale = fitted(picture, width, height) * camera.scale;
  context.save();
  context.beginPath();
  context.rect(clipFrom, 0, clipTo - clipFrom, height);
  context.clip();
  context.imageSmoothingEnabled = scale < 2; // enlarged pixels stay sharp
  context.drawImage(
    picture,
    left + width / 2 - camera.x * picture.width * scale,
    height / 2 - camera.y * picture.height * scale,
    picture.width * scale,
    picture.height * scale,
  );
  context.restore();
}

function fitted(picture: ImageBitmap, width: number, height: number): number {
  return Math.min(width / picture.width, height / picture.height);
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function errorText({ right, swapped, extra, missed }: Errors['counts']): string {
  const all = right + swapped + extra + missed;
  const share = (count: number) => `${((100 * count) / Math.max(1, all)).toFixed(1)} %`;
  return t(
    'right {0} · class {1} · extra {2} · missed {3}',
    share(right),
    share(swapped),
    share(extra),
    share(missed),
  );
}
