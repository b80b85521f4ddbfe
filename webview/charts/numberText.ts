// Numbers, times and durations as text: short for axes, in full for reading off.

import { t } from '../ui/l10n.js';

/** Text of a mark of an axis whose marks are `step` apart: "0.25", "1.2k", "3e-5". */
export function tickText(value: number, step: number): string {
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size >= 1e15 || size < 1e-4) return Number(value.toPrecision(3)).toExponential().replace('+', '');
  const [unit, sign] =
    size >= 1e9 ? [1e9, 'G'] : size >= 1e6 ? [1e6, 'M'] : size >= 1e4 ? [1e3, 'k'] : [1, ''];
  const digits = Math.max(0, Math.min(6, -Math.floor(Math.log10(step / unit) + 1e-9)));
  return `${Number((value / unit).toFixed(digits))}${sign}`;
}

/** Text with every digit: the shortest that reads back as the same number. */
export function fullText(value: number): string {
  return Number.isNaN(value) ? 'NaN' : String(value);
}

/** Text of about five digits, for tables. */
export function shortText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return value.toExponential(3);
  return String(Number(value.toPrecision(size >= 1e5 ? 9 : 5)));
}

/** Text of a whole number: "12,345". */
export function countText(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Text of a duration in its two largest units: "45 s", "3 min 20 s", "2 h 5 min", "3 d 4 h". */
export function durationText(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  const seconds = Math.abs(ms) / 1000;
  const sign = ms < 0 ? '−' : '';
  if (seconds < 10) return `${sign}${Number(seconds.toFixed(1))} ${t('s')}`;
  const parts: readonly (readonly [number, string])[] = [
    [86_400, t('d')],
    [3600, t('h')],
    [60, t('min')],
    [1, t('s')],
  ];
  const whole = Math.round(seconds);
  const at = parts.findIndex(([size]) => whole >= size);
  const [size, unit] = parts[Math.max(0, at)]!;
  const next = parts[at + 1];
  const rest = next ? Math.floor((whole % size) / next[0]) : 0;
  return `${sign}${Math.floor(whole / size)} ${unit}${rest > 0 ? ` ${rest} ${next![1]}` : ''}`;
}

/** Time on the reader's clock: "14:05:09"; the day where marks are days apart. */
export function clockText(ms: number, stepMs: number): string {
  const date = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (stepMs >= 86_400_000) return day;
  return stepMs >= 60_000 ? time : `${time}:${two(date.getSeconds())}`;
}
