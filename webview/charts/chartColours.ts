// Colours of charts: of curves, chosen to be told apart on dark and on light, also by people who see few colours, and of the
// theme for everything else.

import { COLOURS_ON_LIGHT } from '../../engine/protocol/chartColours.js';
import { themeColours, themeKind } from '../ui/theme.js';

const ON_DARK = [
  '#4fb3ff',
  '#ffb14e',
  '#59d98e',
  '#ff6f91',
  '#c49bff',
  '#f4e04d',
  '#3fd6d0',
  '#ff8f5a',
  '#9fb4c8',
  '#e7a6d8',
];
export interface ChartTheme {
  readonly dark: boolean;
  readonly foreground: string;
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  readonly accent: string;
  readonly font: string;
  colour(index: number): string;
}

/** Colours as the page's styles have them now. */
export function chartTheme(): ChartTheme {
  const of = themeColours();
  const { light, highContrast } = themeKind();
  const foreground = of('--vscode-foreground', '--vscode-editor-foreground') || (light ? '#333' : '#ccc');
  const palette = light ? COLOURS_ON_LIGHT : ON_DARK;
  return {
    dark: !light,
    foreground,
    muted: highContrast ? foreground : of('--vscode-descriptionForeground') || foreground,
    grid: highContrast ? `${light ? '#000000' : '#ffffff'}55` : light ? '#00000014' : '#ffffff14',
    background: of('--vscode-editor-background') || (light ? '#fff' : '#1e1e1e'),
    accent: of('--vscode-focusBorder', '--vscode-textLink-foreground') || '#3794ff',
    font: `11px ${of('--vscode-font-family') || 'sans-serif'}`,
    colour: (index) => palette[index % palette.length]!,
  };
}
