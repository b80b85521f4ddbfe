// Texts of the page in the reader's language. The English text is the key. The extension host hands the table over in the
// page itself, as `vscode.l10n.bundle` holds it: <script type="application/json" id="texts">{"Save": "Speichern"}</script>.
// Texts that the table lacks stay English.

export type TextTable = Readonly<Record<string, string>>;

let table: TextTable = tableOfPage();

/** The text in the reader's language; values take the places {0}, {1} … */
export function t(text: string, ...values: readonly (string | number)[]): string {
  const found = Object.hasOwn(table, text) ? table[text]! : text;
  return found.replace(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}

/** Table in use: a page hands it to its workers, which have no document to read it from. */
export function textTable(): TextTable {
  return table;
}

export function setTextTable(texts: TextTable): void {
  table = texts;
}

function tableOfPage(): TextTable {
  const element = typeof document === 'undefined' ? null : document.getElementById('texts');
  return element ? readTextTable(element.textContent) : {};
}

/** The texts in a JSON object; entries that are no text are dropped. */
export function readTextTable(json: string): TextTable {
  let read: unknown;
  try {
    read = JSON.parse(json);
  } catch {
    return {}; // a damaged table costs the translation, never the page
  }
  if (typeof read !== 'object' || read === null) return {};
  return Object.fromEntries(Object.entries(read).filter(([, text]) => typeof text === 'string'));
}
