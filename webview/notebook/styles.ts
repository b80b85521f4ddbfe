// Styles of outputs. All outputs of a notebook share one page with other programs' outputs, so ours are in shadow roots, and
// their style sheet is parsed once. The build hands every style file that is imported to `addStyles`.

const texts: string[] = [];
let sheet: CSSStyleSheet | undefined;

export function addStyles(text: string): void {
  texts.push(text);
}

/** The style sheet of all outputs. */
export function outputStyles(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(texts.join('\n'));
  }
  return sheet;
}
