// Events for TensorBoard, byte by byte as TensorBoard 2.21 writes them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32c, maskedCrc32c } from '../../../engine/reading/crc32c.js';
import {
  DATA_CLASSES,
  encodeEvent,
  encodeRecord,
  sessionEnd,
  sessionStart,
  type TensorBoardEvent,
} from '../../../engine/records/tensorBoardEvents.js';

const FIXTURE = fileURLToPath(new URL('../../../../test/fixtures/tensorboard/', import.meta.url));
const golden = JSON.parse(readFileSync(join(FIXTURE, 'tfevents.json'), 'utf8')) as Record<
  string,
  { readonly event_hex: string; readonly record_hex: string }
> & { readonly crc32c_123456789: string; readonly masked_crc32c_123456789: string };

/** The one-pixel picture of the fixture. */
const png = Buffer.from(/89504e47.*ae426082/.exec(golden.image_tensor!.event_hex)![0], 'hex');
const text = (word: string) => Buffer.from(word);
const at = (seconds: number, step: number) => ({ wallTime: 1_700_000_000 + seconds, step });

const EVENTS: Readonly<Record<string, TensorBoardEvent>> = {
  file_version: { ...at(0.5, 0), fileVersion: 'brain.Event:2' },
  scalar_simple_value: { ...at(1, 1), summary: [{ tag: 'loss/G_GAN_1', scalar: 0.25 }] },
  scalar_tensor: {
    ...at(2, 2),
    summary: [
      {
        tag: 'loss/G_L1_1',
        tensor: { shape: [], values: [0.125] },
        plugin: { name: 'scalars', dataClass: DATA_CLASSES.scalar },
      },
    ],
  },
  image_legacy: { ...at(3, 2), summary: [{ tag: 'seg/val', image: { height: 1, width: 1, png } }] },
  image_tensor: {
    ...at(4, 3),
    summary: [
      {
        tag: 'modalities',
        tensor: { shape: [3], values: [text('1'), text('1'), png] },
        plugin: { name: 'images', dataClass: DATA_CLASSES.images },
      },
    ],
  },
};

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('events for TensorBoard', () => {
  it('carry the checksums of TensorFlow’s records', () => {
    const digits = text('123456789');
    assert.equal(crc32c(digits).toString(16), golden.crc32c_123456789);
    assert.equal(maskedCrc32c(digits).toString(16), golden.masked_crc32c_123456789);
  });

  for (const [name, event] of Object.entries(EVENTS))
    it(`have its bytes: ${name}`, () => {
      assert.equal(hex(encodeEvent(event)), golden[name]!.event_hex);
      assert.equal(hex(encodeRecord(event)), golden[name]!.record_hex);
    });

  it('one after the other are its file', () =>
    assert.deepEqual(
      Buffer.concat(Object.values(EVENTS).map(encodeRecord)),
      readFileSync(join(FIXTURE, 'events.out.tfevents.1700000000.golden')),
    ));

  // Bytes from tensorboard 2.21.0 in Python: summary.session_start_pb({'lr': 0.0002, 'netG': 'resnet_9blocks', 'flip': True},
  // start_time_secs=1700000000.0), summary.session_end_pb(STATUS_SUCCESS, end_time_secs=1700000009.0),
  // SessionLog(status=START); in events, serialised with deterministic=True.
  it('say what a run was asked for, and how it ended, as its hparams plugin does', () => {
    const start = sessionStart({ flip: true, lr: 0.0002, netG: 'resnet_9blocks' }, 1_700_000_000);
    assert.equal(
      hex(encodeEvent({ ...at(5, 0), summary: [start] })),
      '0900004041fc54d9412a790a770a1c5f68706172616d735f2f73657373696f6e5f73746172745f696e666f42060801120212004a4f0a' +
        '4d0a0768706172616d7312421a400a0a0a04666c6970120220010a0f0a026c721209112d431cebe2362a3f0a180a046e65744712101a' +
        '0e7265736e65745f39626c6f636b732900000040fc54d941',
    );
    const end = sessionEnd('success', 1_700_000_009);
    assert.equal(
      hex(encodeEvent({ ...at(9, 7), summary: [end] })),
      '0900004042fc54d94110072a420a400a1a5f68706172616d735f2f73657373696f6e5f656e645f696e666f42060801120212004a1a0a' +
        '180a0768706172616d73120d220b08011100004042fc54d941',
    );
  });

  it('say that a process takes a run up', () =>
    assert.equal(hex(encodeEvent({ ...at(5, 6), sessionStart: true })), '0900004041fc54d94110063a020801'));
});
