// Notebooks as HTML: nothing that a notebook says becomes markup of its own.

import assert from 'node:assert/strict';
import { cleanHtml } from '../../../../extension/notebook/cleanHtml.js';
import { notebookPage, type ExportedCell } from '../../../../extension/notebook/exportedNotebook.js';

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
const HOSTILE = '</script></style></pre><script>alert(1)</script><img src=x onerror=alert(1)>"\'&';
const RESULT = {
  schemaVersion: 1,
  place: { path: 'deepliif-results/tile' },
  image: { name: 'tile.png', widthPx: 512, heightPx: 512 },
  model: { title: 'Tiny', demo: true },
  notices: [HOSTILE],
  maps: [
    {
      name: 'Seg',
      scoring: {
        ...{ num_total: 59, num_pos: 6, num_neg: 53, percent_pos: 10.2 },
        ...{ seg_thresh: 120, size_thresh: 48, size_thresh_upper: null, marker_thresh: null },
      },
      interval: { low: 4.7, high: 20.5 },
      thresholds: { resolution: '40x' },
    },
  ],
  pictures: [],
};

const outputOf = (items: Readonly<Record<string, string | Uint8Array>>) => ({
  items: new Map(
    Object.entries(items).map(([mime, data]) => [
      mime,
      typeof data === 'string' ? new TextEncoder().encode(data) : data,
    ]),
  ),
});
const code = (text: string, ...outputs: readonly ReturnType<typeof outputOf>[]): ExportedCell => ({
  ...{ kind: 'code', text, outputs, order: 1 },
  pictureOf: () => undefined,
});
const pageOf = (...cells: readonly ExportedCell[]) =>
  notebookPage('A notebook', cells, (text) => Promise.resolve(text));
/** Elements of the page, by name, without those of its frame. */
const elementsOf = (page: string) =>
  [...page.slice(page.indexOf('<main>')).matchAll(/<([a-z][\w-]*)/g)].map(([, name]) => name!);

describe('a notebook as HTML', () => {
  it('shows text, streams, errors, pictures and tables', async () => {
    const page = await pageOf(
      { ...code('# Title\n<b>bold</b>'), kind: 'markdown' },
      code(
        'await deepliif.infer("tile.png")',
        outputOf({ 'application/vnd.code.notebook.stdout': '\u001b[31mreading\u001b[0m' }),
        outputOf({
          'application/vnd.deepliif.result+json': JSON.stringify(RESULT),
          'image/png': PNG,
          'text/plain': 'fallback',
        }),
        outputOf({
          'application/vnd.code.notebook.error': '{"name":"E","message":"m","stack":"E: m\\n at 1"}',
        }),
        outputOf({ 'text/html': '<table><tr><td>1</td></tr></table>' }),
      ),
    );
    assert.match(page, /<b>bold<\/b>/);
    assert.match(page, /<pre class="stdout">reading<\/pre>/);
    assert.match(page, /<img src="data:image\/png;base64,iVBORw0KGgo="/);
    assert.match(page, /<td>59<\/td><td>6<\/td><td>53<\/td><td>10\.2<\/td><td>4\.7 – 20\.5<\/td>/);
    assert.match(page, /demo model: not for results/);
    assert.doesNotMatch(page, /fallback/);
    assert.match(page, /<pre class="error">E: m\n at 1<\/pre>/);
    assert.match(page, /<td>1<\/td>/);
  });

  it('names folders of the machine by their last part only', async () => {
    for (const [path, shown] of [
      ['/home/someone/deepliif-results/tile', 'Result: tile'],
      ['C:\\Users\\someone\\tile', 'Result: tile'],
      ['deepliif-results/tile', 'Result: deepliif-results/tile'],
    ] as const) {
      const result = JSON.stringify({ ...RESULT, place: { path } });
      const page = await pageOf(code('', outputOf({ 'application/vnd.deepliif.result+json': result })));
      assert.ok(page.includes(`>${shown}</p>`), shown);
      assert.doesNotMatch(page, /someone/);
    }
  });

  it('escapes or drops what is hostile, wherever it stands', async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${HOSTILE}</svg>`;
    const mimes = [
      ...['text/plain', 'text/html', 'text/markdown', 'text/latex', 'application/json', 'text/x-other'],
      ...['application/vnd.code.notebook.error', 'application/vnd.code.notebook.stderr'],
      ...['application/vnd.deepliif.run+json', HOSTILE],
    ];
    const outputs = [
      ...mimes.map((mime) => outputOf({ [mime]: HOSTILE })),
      outputOf({ 'image/svg+xml': svg }),
      outputOf({ 'image/png': HOSTILE }),
      outputOf({ 'application/vnd.deepliif.result+json': JSON.stringify(RESULT) }),
    ];
    const page = await notebookPage(
      HOSTILE,
      [code(HOSTILE, ...outputs), { ...code(HOSTILE), kind: 'markdown' }],
      (text) => Promise.resolve(text),
    );
    assert.match(page, /<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;/);
    const allowed = 'main section div pre code p i img table caption thead tbody tr th td'.split(' ');
    for (const name of elementsOf(page)) assert.ok(allowed.includes(name), name);
    for (const [tag] of page.matchAll(/<[a-z][^>]*>/g)) assert.doesNotMatch(tag, /\son\w+\s*=/i, tag);
    assert.equal(page.match(/<title>/g)?.length, 1);
  });
});

describe('HTML of unknown origin', () => {
  const clean = (source: string) =>
    cleanHtml(source, (src) => (src === 'a.png' ? 'data:image/png;base64,AA==' : undefined)).html;

  for (const [source, expected] of [
    ['<p class="x" onclick="a()">one &amp; two</p>', '<p>one &amp; two</p>'],
    ['<script>alert("<b>")</script>after', 'after'],
    ['<SCRIPT SRC=x>a</SCRIPT >b', 'b'],
    ['<style>p{}</style><svg><script>a</script></svg>c', 'c'],
    ['<a href="javascript:alert(1)">a</a>', '<a>a</a>'],
    ['<a href="&#106;avascript:alert(1)">a</a>', '<a>a</a>'],
    ['<a href="https://a.b/?c=1&amp;d">a</a>', '<a href="https://a.b/?c=1&amp;d">a</a>'],
    ['<img src="a.png" alt="x&quot;y">', '<img src="data:image/png;base64,AA==" alt="x&quot;y">'],
    ['<img src="https://a.b/c.png" alt="far">', '<i>far</i>'],
    ['<img src=x onerror=alert(1)//', '&lt;img src=x onerror=alert(1)//'],
    ['<form action=x><input name=y><b>z</b></form>', '<b>z</b>'],
    ['</section></main><div>a', '<div>a</div>'],
    ['<b><i>a</b></i>', '<b><i>a</i></b>'],
    ['<!-- <img src=x> -->a', 'a'],
    ['1 < 2 & 3', '1 &lt; 2 &amp; 3'],
    ["<p title='\"><script>'>a</p>", '<p title="&quot;&gt;&lt;script&gt;">a</p>'],
    ['<iframe srcdoc="<script>">a</iframe><object>b</object>', ''],
  ] as const)
    it(`is rebuilt: ${source}`, () => assert.equal(clean(source), expected));
});
