// HTML of unknown origin, such as rendered Markdown and tables of a data frame, rebuilt from a short list of elements and
// attributes. Every tag of the result is written here; all else becomes text or is left out. So no script, style, form,
// frame or request of the source survives, however it is written.

import { escaped, type Html } from '../../engine/protocol/html.js';

const VOID = new Set(['br', 'hr', 'img', 'col', 'wbr']);
/** Elements that are kept, with their allowed attributes beside `title`. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    (
      'a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 ' +
      'h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead ' +
      'tr u ul var wbr math mrow mi mn mo mtext mspace msup msub msubsup mfrac msqrt mroot mover munder munderover mtable mtr mtd'
    )
      .split(' ')
      .map((name) => [name, []]),
  ),
  a: ['href'],
  img: ['src', 'alt', 'width', 'height'],
  ol: ['start'],
  td: ['colspan', 'rowspan', 'align'],
  th: ['colspan', 'rowspan', 'align', 'scope'],
};
/** Elements that are left out with all that is in them. */
const DROPPED = new Set(
  (
    'script style template noscript iframe object embed applet frame frameset svg select textarea title head xmp plaintext ' +
    'noembed noframes audio video canvas annotation annotation-xml'
  ).split(' '),
);
const TAG = /<!--[\s\S]*?(?:-->|$)|<(\/?)([A-Za-z][A-Za-z0-9-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>/g;
const ATTRIBUTE = /([A-Za-z][A-Za-z0-9-]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?/g;

/** Address of a picture that may be shown; undefined: only its alternative text is. */
export type PictureSource = (src: string) => string | undefined;

/** `pictureOf`: gets the `src` of each picture and returns a "data:" address. */
export function cleanHtml(source: string, pictureOf: PictureSource): Html {
  let out = '';
  let at = 0;
  const open: string[] = [];
  /** Dropped element in which the source is at present, and how deep. */
  let dropping: { readonly name: string; depth: number } | undefined;
  const text = (until: number) => {
    if (!dropping) out += textOf(source.slice(at, until));
  };
  for (const found of source.matchAll(TAG)) {
    const [whole, slash, given, attributes = ''] = found;
    text(found.index);
    at = found.index + whole.length;
    if (given === undefined) continue; // a comment
    const name = given.toLowerCase();
    if (dropping) {
      if (name === dropping.name) dropping.depth += slash ? -1 : 1;
      if (dropping.depth === 0) dropping = undefined;
    } else if (DROPPED.has(name) || isKatexCopy(name, attributes)) {
      if (!slash && !attributes.endsWith('/')) dropping = { name, depth: 1 };
    } else if (Object.hasOwn(KEPT, name)) {
      if (!slash) {
        out += startTag(name, attributes, pictureOf);
        if (!VOID.has(name)) open.push(name);
      } else if (open.includes(name)) {
        for (let last = ''; last !== name;) out += `</${(last = open.pop()!)}>`;
      }
    }
  }
  text(source.length);
  while (open.length > 0) out += `</${open.pop()!}>`;
  return { html: out };
}

function startTag(name: string, attributes: string, pictureOf: PictureSource): string {
  const kept = new Map<string, string>();
  for (const [, given, value = ''] of attributes.matchAll(ATTRIBUTE)) {
    const attribute = given!.toLowerCase();
    if (attribute !== 'title' && !KEPT[name]!.includes(attribute)) continue;
    kept.set(attribute, unescaped(value.replace(/^(["'])([\s\S]*)\1$/, '$2')));
  }
  const href = kept.get('href');
  if (href !== undefined && !/^(https?:\/\/|mailto:|#)/i.test(href)) kept.delete('href');
  if (name === 'img') {
    const src = pictureOf(kept.get('src') ?? '');
    if (src === undefined) return `<i>${escaped(kept.get('alt') ?? '')}</i>`;
    kept.set('src', src);
  }
  return `<${name}${[...kept].map(([key, value]) => ` ${key}="${escaped(value)}"`).join('')}>`;
}

/** KaTeX writes each formula twice: as MathML, which is kept, and as boxes that need its fonts. */
function isKatexCopy(name: string, attributes: string): boolean {
  return name === 'span' && /\bkatex-html\b/.test(attributes);
}

/** Text between tags: entities stay, all else that could be markup is escaped. */
function textOf(text: string): string {
  return text.replace(/&(?!(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});)|[<>]/gi, escaped);
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Value of an attribute as the browser reads it; unknown entities stay as they are. */
function unescaped(value: string): string {
  return value.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));?/gi, (all, decimal, hex, name) => {
    if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? all;
    const code = decimal === undefined ? parseInt(String(hex), 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
