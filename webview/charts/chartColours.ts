// Colours of curves that can be told apart, on dark and on light, by people who see few colours too, and the colours of
// the theme for everything else.

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
const ON_LIGHT = [
  '#0a6fc2',
  '#c25e00',
  '#128049',
  '#c2185b',
  '#7440c4',
  '#8a7400',
  '#00807b',
  '#b8410f',
  '#4d6275',
  '#a03b8e',
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

/** As the page's styles have them now. */
export function chartTheme(): ChartTheme {
  const style = getComputedStyle(document.body);
  const of = (...names: readonly string[]) => {
    for (const name of names) {
      const value = style.getPropertyValue(name).trim();
      if (value !== '') return value;
    }
    return '';
  };
  const kinds = document.body.classList;
  const light = kinds.contains('vscode-light') || kinds.contains('vscode-high-contrast-light');
  const contrast = kinds.contains('vscode-high-contrast') || kinds.contains('vscode-high-contrast-light');
  const foreground = of('--vscode-foreground', '--vscode-editor-foreground') || (light ? '#333' : '#ccc');
  const palette = light ? ON_LIGHT : ON_DARK;
  return {
    dark: !light,
    foreground,
    muted: contrast ? foreground : of('--vscode-descriptionForeground') || foreground,
    grid: contrast ? `${light ? '#000000' : '#ffffff'}55` : light ? '#00000014' : '#ffffff14',
    background: of('--vscode-editor-background') || (light ? '#fff' : '#1e1e1e'),
    accent: of('--vscode-focusBorder', '--vscode-textLink-foreground') || '#3794ff',
    font: `11px ${of('--vscode-font-family') || 'sans-serif'}`,
    colour: (index) => palette[index % palette.length]!,
  };
}
