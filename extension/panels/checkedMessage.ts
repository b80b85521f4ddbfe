// Check of everything that a page says, or keeps over a reload: pages are as untrusted as files.

import {
  dictionary,
  list,
  number,
  ShapeError,
  stored,
  text,
  truth,
  type Shape,
} from '../../engine/protocol/shape.js';
import type { PageUp } from '../../webview/messages/page.js';

/** Shapes by the type of the message. A type that is missing in the table does not compile. */
export type ShapesOf<M extends { readonly type: string }> = {
  readonly [T in M['type']]: Shape<Omit<Extract<M, { type: T }>, 'type'>>;
};

/** Messages of every page. */
export type FrameMessage = PageUp;

/** Areas whose sizes a page remembers. */
const MOST_AREAS = 20;
const MOST_AREA_PX = 20_000;

const FRAME_MESSAGES: ShapesOf<FrameMessage> = {
  ready: stored({}),
  sizes: stored({ sizes: dictionary(number(1, MOST_AREA_PX), MOST_AREAS) }),
  failed: stored({ message: text({ most: 20_000 }), show: truth }),
};

/** Absolute path of a file or folder. */
export const PATH = text({ least: 1, most: 4096 });

/**
 * Reader of a page's messages, for those that every page sends and those of its kind. It hands back the message clean of
 * anything that does not belong to it, and throws ShapeError for a message of no known type or form.
 */
export function messageReader<Intent extends { readonly type: string }>(
  shapes: ShapesOf<Intent>,
): (message: unknown) => FrameMessage | Intent {
  const all: Readonly<Record<string, Shape<object>>> = { ...FRAME_MESSAGES, ...shapes };
  return (message) => {
    const { type } = stored({ type: text({ most: 40 }) })(message, 'the message');
    const shape = Object.hasOwn(all, type) ? all[type] : undefined;
    if (!shape) throw new ShapeError(`There is no message "${type}".`);
    return { type, ...shape(message, `"${type}"`) } as FrameMessage | Intent; // checked by the shape of its type
  };
}

/** Folders that a page saved (`Host.save`) in a field of its state, each once; none if nothing sensible was saved. */
export function savedFolders(state: unknown, field: string, most: number): readonly string[] {
  try {
    return [...new Set(stored({ [field]: list(PATH, most) })(state, 'the saved state')[field])];
  } catch (thrown) {
    if (thrown instanceof ShapeError) return [];
    throw thrown;
  }
}
