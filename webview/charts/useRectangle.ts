// Rectangle that the user drags over a chart. It is an element of the page above the chart, so that dragging it draws nothing
// anew.

import { useEffect, useState } from 'preact/hooks';

/** Point in an element, in CSS pixels. */
export type Point = readonly [x: number, y: number];

/** A shorter way is a click. */
const LEAST_PX = 5;

/**
 * @param done called with the two corners
 * @param begins true for a point at which a rectangle may begin
 * @returns style of the rectangle while it is dragged
 */
export function useRectangle(
  element: { readonly current: HTMLElement | null },
  done: (from: Point, to: Point) => void,
  begins: (point: Point) => boolean,
): Readonly<Record<'left' | 'top' | 'width' | 'height', string>> | undefined {
  const [drag, setDrag] = useState<{ readonly from: Point; readonly to: Point }>();
  const [calls] = useState({ done, begins });
  Object.assign(calls, { done, begins });
  useEffect(() => {
    const target = element.current!;
    let from: Point | undefined;
    let to: Point | undefined;
    const pointOf = (event: PointerEvent): Point => {
      const box = target.getBoundingClientRect();
      const within = (value: number, most: number) => Math.min(Math.max(value, 0), most);
      return [within(event.clientX - box.left, box.width), within(event.clientY - box.top, box.height)];
    };
    const press = (event: PointerEvent) => {
      if (event.button !== 0 || !calls.begins(pointOf(event))) return;
      from = pointOf(event);
      to = undefined;
    };
    const move = (event: PointerEvent) => {
      if (!from) return;
      const at = pointOf(event);
      if (!to && Math.hypot(at[0] - from[0], at[1] - from[1]) < LEAST_PX) return;
      if (!to) target.setPointerCapture(event.pointerId);
      to = at;
      setDrag({ from, to });
    };
    const release = () => {
      const [start, end] = [from, to];
      from = to = undefined;
      setDrag(undefined);
      if (start && end) calls.done(start, end);
    };
    const cancel = () => {
      from = to = undefined;
      setDrag(undefined);
    };
    const key = ({ key: pressed }: KeyboardEvent) => {
      if (pressed === 'Escape') cancel();
    };
    target.addEventListener('pointerdown', press);
    target.addEventListener('pointermove', move);
    target.addEventListener('pointerup', release);
    target.addEventListener('pointercancel', cancel);
    document.addEventListener('keydown', key);
    return () => {
      target.removeEventListener('pointerdown', press);
      target.removeEventListener('pointermove', move);
      target.removeEventListener('pointerup', release);
      target.removeEventListener('pointercancel', cancel);
      document.removeEventListener('keydown', key);
    };
  }, []);
  if (!drag) return undefined;
  const [[a, b], [c, d]] = [drag.from, drag.to];
  return {
    left: `${Math.min(a, c)}px`,
    top: `${Math.min(b, d)}px`,
    width: `${Math.abs(c - a)}px`,
    height: `${Math.abs(d - b)}px`,
  };
}
