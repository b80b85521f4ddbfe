// Colours of VS Code's theme, for drawing that styles do not reach: canvases.

import { useLayoutEffect, useState } from 'preact/hooks';

export interface ThemeKind {
  readonly light: boolean;
  readonly highContrast: boolean;
}

/** The kind of theme that the classes of a webview's body name. */
export function themeKindOf(classes: Pick<DOMTokenList, 'contains'>): ThemeKind {
  const highContrastLight = classes.contains('vscode-high-contrast-light');
  return {
    light: classes.contains('vscode-light') || highContrastLight,
    highContrast: classes.contains('vscode-high-contrast') || highContrastLight,
  };
}

export function themeKind(): ThemeKind {
  return themeKindOf(document.body.classList);
}

/** Reads custom properties of the theme: the value of the first that is set, else an empty text. */
export function themeColours(): (...names: readonly `--vscode-${string}`[]) => string {
  const style = getComputedStyle(document.body);
  return (...names) =>
    names.map((name) => style.getPropertyValue(name).trim()).find((value) => value !== '') ?? '';
}

/** Renders the component again when the theme changes; returns another number after each change. */
export function useTheme(): number {
  const [version, setVersion] = useState(0);
  useLayoutEffect(() => {
    const themes = new MutationObserver(() => setVersion((last) => last + 1));
    themes.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
    return () => themes.disconnect();
  }, []);
  return version;
}
