// Generated runs that look like trainings, made in a second: losses that fall with noise on them, validations, alarms, and
// sample pictures that come nearer to the truth of a real tile (test/fixtures/deepliif/e_training). Tests, benchmark and
// pictures of the dashboard use them.

import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { newSocket } from '../../out/engine/reading/socketPlace.js';

const MODALITIES = ['hematoxylin', 'dapi', 'lap2', 'marker'];
const TERMS = ['gan', 'l1', 'perceptual', 'd-real', 'd-fake'];
const SUBJECTS = [...MODALITIES, 'segmentation'];
const LOSSES = [
  'total/generators',
  'total/discriminators',
  ...SUBJECTS.flatMap((subject) =>
    TERMS.filter((term) => subject !== 'segmentation' || term !== 'perceptual').map(
      (term) => `${subject}/${term}`,
    ),
  ),
];
const METRICS = [
  'val/segmentation/dice',
  'val/segmentation/iou',
  ...MODALITIES.map((name) => `val/${name}/ssim`),
  'val/total/generators',
];
const ROW = join(import.meta.dirname, '../fixtures/deepliif/e_training/Bladder1.webp');
const TILE_PX = 512;

/** Numbers from 0 to 1 that look random and are the same each time (Numerical Recipes' linear congruence). */
function randomFrom(seed) {
  let state = seed;
  return () => (state = (1664525 * state + 1013904223) % 2 ** 32) / 2 ** 32;
}

const SOCKET = await newSocket();
let server;

/** A socket at which this process listens, as the process of a live run does. */
function listeningSocket() {
  if (!server) {
    server = createServer((connection) => connection.end()).listen(SOCKET);
    server.unref();
    process.on('exit', () => rmSync(SOCKET, { force: true }));
  }
  return SOCKET;
}

/** Writes a run's folder up to a step; returns how to go on writing. */
export function createRun(
  folder,
  {
    seed = 1,
    epochs = 20,
    stepsPerEpoch = 500,
    quality = 1,
    config = {},
    beganMs = Date.UTC(2026, 10, 28, 8),
    stepMs = 640,
    live = false,
  } = {},
) {
  const random = randomFrom(seed);
  mkdirSync(folder, { recursive: true });
  const plan = { epochs, batchSize: 1, seed, ...config };
  writeFileSync(
    join(folder, 'run.json'),
    JSON.stringify({ schemaVersion: 1, name: 'deepliif', data: 'tiles', plan }, null, 1),
  );
  if (live)
    writeFileSync(
      join(folder, 'process.json'),
      JSON.stringify({
        schemaVersion: 1,
        pid: process.pid,
        host: hostname(),
        socket: listeningSocket(),
        started: timeAt(0),
      }),
    );
  const events = join(folder, 'events.jsonl');
  let step = 0;

  function timeAt(at) {
    return new Date(beganMs + at * stepMs * 1.04).toISOString();
  }
  const write = (lines) => appendFileSync(events, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const epochOf = (at) => 1 + Math.floor((at - 1) / stepsPerEpoch);
  const falling = (from, to, at) => to + (from - to) * Math.exp(-at / (stepsPerEpoch * 3 * quality));
  const bell = () => random() + random() + random() - 1.5;

  function stepEvent(at) {
    const losses = {};
    for (const name of LOSSES) {
      const [subject, term] = name.split('/');
      const place = SUBJECTS.indexOf(subject) + 1;
      const value =
        term === 'l1'
          ? falling(34 + 5 * place, 3 + place, at) * (1 + 0.18 * bell())
          : term === 'perceptual'
            ? falling(20 + place, 5, at) * (1 + 0.12 * bell())
            : term === 'gan'
              ? 0.9 + 0.25 * Math.sin(at / 700 + place) + 0.3 * bell() ** 2
              : subject === 'total'
                ? term === 'generators'
                  ? falling(60, 8, at) * (1 + 0.15 * bell())
                  : falling(0.9, 0.45, at) * (1 + 0.2 * bell())
                : falling(0.8, 0.4, at) * (1 + 0.25 * bell());
      losses[name] = Math.fround(value);
    }
    const rate = 2e-4 * Math.min(1, 2 - (2 * at) / (epochs * stepsPerEpoch));
    return {
      type: 'step',
      time: timeAt(at),
      epoch: epochOf(at),
      step: at,
      generatorRate: rate,
      discriminatorRate: rate,
      stepMs: stepMs * (1 + 0.06 * bell()),
      memoryMiB: 3900 + 12 * bell() + Math.min(300, at / 20),
      losses,
    };
  }

  const run = {
    folder,
    get step() {
      return step;
    },
    write,
    started: () =>
      write([
        {
          type: 'started',
          time: timeAt(step),
          step,
          backend: 'TensorFlow 2.21 on 2 cores',
          host: hostname(),
          pid: process.pid,
          epochs,
          stepsPerEpoch,
          losses: LOSSES,
          metrics: METRICS,
          images: ['input', ...MODALITIES, 'segmentation'],
        },
      ]),
    /** Writes more steps, with a validation and a checkpoint at the end of each epoch. */
    steps: (count) => {
      let lines = [];
      for (let i = 0; i < count; i++) {
        step++;
        lines.push(stepEvent(step));
        if (step % stepsPerEpoch === 0) lines.push(...epochEnd());
        if (lines.length > 2000) {
          write(lines);
          lines = [];
        }
      }
      write(lines);
    },
    samples: async () => {
      write([
        await writeSamples(
          folder,
          step,
          epochOf(Math.max(1, step)),
          timeAt(step),
          Math.exp(-step / (stepsPerEpoch * 4 * quality)),
        ),
      ]);
    },
    alarm: (message, kind = 'divergence') =>
      write([{ type: 'alarm', time: new Date().toISOString(), step, kind, message }]),
    ended: (why = 'done') => write([{ type: 'ended', time: timeAt(step), step, why }]),
  };

  function epochEnd() {
    const metrics = {};
    for (const name of METRICS) {
      const place = METRICS.indexOf(name);
      metrics[name] = name.startsWith('val/total')
        ? falling(55, 9, step) * (1 + 0.05 * bell())
        : (0.9 - 0.03 * place) * quality ** 0.1 * (1 - 0.75 * Math.exp(-step / (stepsPerEpoch * 4))) +
          0.012 * bell();
    }
    const at = { time: timeAt(step), step };
    return [
      { type: 'validation', ...at, epoch: epochOf(step), metrics },
      {
        type: 'checkpoint',
        ...at,
        folder: `checkpoints/step-${String(step).padStart(9, '0')}`,
        why: 'epoch',
      },
    ];
  }
  return run;
}

/** Pictures of one tile: its truth, and the truth blurred and mixed with noise, less for a smaller `wrong` (0 … 1). */
async function writeSamples(folder, step, epoch, time, wrong) {
  const pictures = [];
  const into = `samples/step-${String(step).padStart(9, '0')}`;
  const put = async (picture, image, role, file) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    await picture.png({ compressionLevel: 3 }).toFile(join(folder, file));
    pictures.push({ tile: 'Bladder1', image, role, file });
  };
  const names = ['input', ...MODALITIES, 'segmentation'];
  for (const [place, image] of names.entries()) {
    const crop = () =>
      sharp(ROW)
        .extract({ left: place * TILE_PX, top: 0, width: TILE_PX, height: TILE_PX })
        .removeAlpha();
    await put(crop(), image, image === 'input' ? 'input' : 'truth', `samples/truth/Bladder1.${image}.png`);
    if (image === 'input') continue;
    const noise = {
      create: {
        width: TILE_PX,
        height: TILE_PX,
        channels: 3,
        background: '#000',
        noise: { type: 'gaussian', mean: 96, sigma: 60 * wrong + 1 },
      },
    };
    const blurred = sharp(
      await crop()
        .blur(0.8 + 9 * wrong)
        .linear(1 - 0.6 * wrong, 30 * wrong)
        .png()
        .toBuffer(),
    );
    const grain = await sharp(noise).png().toBuffer();
    const mixed = blurred.composite([
      {
        input: await sharp(grain)
          .ensureAlpha(0.35 * wrong)
          .png()
          .toBuffer(),
        blend: 'over',
      },
    ]);
    await put(
      sharp(await mixed.removeAlpha().png().toBuffer()),
      image,
      'generated',
      `${into}/Bladder1.${image}.png`,
    );
  }
  return { type: 'samples', time, step, epoch, folder: into, pictures };
}
