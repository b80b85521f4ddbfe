// TensorBoard's folders in the dashboard: the extension's code between the reader and the page's store of curves.
// Numbers: test/fixtures/tensorboard/expected.json, by TensorBoard's own EventAccumulator.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { appendFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeRecord } from '../../../../engine/records/tensorBoardEvents.js';
import { askedPicture, showRun, type ShownRun } from '../../../../extension/runs/shownRun.js';
import type { SampleStep, TrainingDown } from '../../../../webview/messages/training.js';
import { askedPictures } from '../../../../webview/training/askedPictures.js';
import { CurveStore } from '../../../../webview/training/curveStore.js';
import { withSamples, type SamplesByRun } from '../../../../webview/training/sampleSteps.js';

const FIXTURES = fileURLToPath(new URL('../../../../../test/fixtures/tensorboard/', import.meta.url));
type Curves = Readonly<
  Record<string, readonly (readonly [step: number, value: number | null, time: number])[]>
>;
const { pytorch } = JSON.parse(readFileSync(join(FIXTURES, 'expected.json'), 'utf8')) as {
  readonly pytorch: { readonly scalars: Curves };
};

describe('TensorBoard’s folders in the dashboard', () => {
  let root: string;
  let folder: string;
  let shown: ShownRun | undefined;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-boards-'));
    folder = join(root, 'pytorch');
    await cp(join(FIXTURES, 'pytorch'), folder, { recursive: true });
  });
  afterEach(async () => {
    shown?.dispose();
    shown = undefined;
    await rm(root, { recursive: true, force: true });
  });

  /** A page that keeps the messages sent to it; `seen` resolves after the next change. */
  const page = () => {
    const store = new CurveStore();
    let samples: SamplesByRun = new Map();
    let wake: () => void = () => undefined;
    const receive = (message: TrainingDown) => {
      if (message.type === 'rows') store.receive(message);
      else if (message.type === 'samples') samples = withSamples(samples, message);
    };
    const seen = () => new Promise<void>((done) => (wake = done));
    const first = seen();
    shown = showRun(folder, 'tensorboard', {
      ...{ post: receive, changed: () => wake(), uriOf: (file) => file },
      failed: (thrown) => assert.fail(String(thrown)),
    });
    const curve = (table: 'steps' | 'validations', name: string) => {
      const axis = { kind: 'step', stepsPerEpoch: 0, startedMs: 0 } as const;
      const { x, y, count } = store.curve(folder, table, name, axis, 0)!.raw;
      return Array.from({ length: count }, (_, i) => [x[i]!, y[i]!]);
    };
    return { store, curve, seen, first, samples: (): readonly SampleStep[] => samples.get(folder) ?? [] };
  };
  const file = (number: number) => join(folder, `events.out.tfevents.150000090${number}.host.9.0`);
  const scalar = (tag: string, step: number, value: number) =>
    encodeRecord({ wallTime: 1_500_000_900 + step, step, summary: [{ tag, scalar: value }] });

  it('have the curves that TensorBoard has, each of its own points', async () => {
    const { curve, first } = page();
    await first;
    for (const [tag, values] of Object.entries(pytorch.scalars))
      assert.deepEqual(
        curve(tag.startsWith('val/') ? 'validations' : 'steps', tag),
        values.map(([step, value]) => [step, value ?? NaN]),
        tag,
      );
  });

  it('smooth a tag that is written rarely over its own points, as TensorBoard does', async () => {
    await writeFile(file(0), Buffer.concat([100, 110, 130].map((step, i) => scalar('rare', step, 2 ** i))));
    const { store, first } = page();
    await first;
    const axis = { kind: 'step', stepsPerEpoch: 0, startedMs: 0 } as const;
    const { x, y, count } = store.curve(folder, 'steps', 'rare', axis, 0.5)!.smooth!;
    assert.deepEqual([...x.subarray(0, count)], [100, 110, 130]);
    // Debiased: 1, (0.5·1 + 2)/1.5, (0.25·1 + 0.5·2 + 4)/1.75.
    const smoothed = [1, 2.5 / 1.5, 5.25 / 1.75];
    y.subarray(0, count).forEach((value, i) => assert.ok(Math.abs(value - smoothed[i]!) < 1e-12));
  });

  it('are followed while they are written, a new file and a late tag of an old step too', async () => {
    const { curve, seen, first } = page();
    await first;
    let next = seen();
    await writeFile(file(0), Buffer.concat([scalar('live', 50, 1), scalar('live', 51, 2)]));
    await next;
    assert.deepEqual(curve('steps', 'live'), [[50, 1], [51, 2]]); // prettier-ignore
    next = seen();
    await appendFile(file(0), Buffer.concat([scalar('late', 50, 7), scalar('live', 52, 3)]));
    await next;
    assert.deepEqual(curve('steps', 'live'), [[50, 1], [51, 2], [52, 3]]); // prettier-ignore
    assert.deepEqual(curve('steps', 'late'), [[50, 7]]);
    assert.deepEqual(curve('steps', 'loss/train').length, 40);
  });

  it('have their pictures handed over when they are asked for, and no others', async () => {
    const { samples, first } = page();
    await first;
    assert.deepEqual(
      samples().map(({ step, pictures }) => [step, pictures.map(({ image, role }) => `${image} ${role}`)]),
      [10, 40].map((step) => [step, ['dapi truth', 'dapi generated']]),
    );
    const asked = askedPictures((uri) => {
      void askedPicture(uri, [shown!]).then((answer) => asked.receive({ type: 'picture', uri, ...answer }));
    });
    const uris = samples().flatMap(({ pictures }) => pictures.map(({ uri }) => uri));
    const sizes = await Promise.all(uris.map(async (uri) => (await asked.ask(uri)).size));
    assert.equal(new Set(uris).size, 3, 'the truth is one picture, named twice');
    assert.ok(sizes.every((size) => size > 60));
    await assert.rejects(asked.ask(`asked-for:${encodeURIComponent(file(0))}`), /of no run that is shown/);
    shown!.dispose(); // it would see the folder go
    await rm(folder, { recursive: true });
    await assert.rejects(asked.ask(uris[0]!), /holds no picture "tile-1\/dapi\/truth"/);
  });
});
