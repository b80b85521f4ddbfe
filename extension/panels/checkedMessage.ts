// What any page says or keeps over a reload, checked: pages are as untrusted as files.

import { ShapeError, stored, text, type Shape } from '../../engine/protocol/shape.js';

/** By the type of the message; a type that is missing in the table does not compile. */
export type ShapesOf<M extends { readonly type: string }> = {
  readonly [T in M['type']]: Shape<Omit<Extract<M, { type: T }>, 'type'>>;
};

/**
 * The message, clean of anything that it should not hold.
 *
 * @throws ShapeError for a message of no known type or form
 */
export function checkedMessage<M extends { readonly type: string }>(
  shapes: ShapesOf<M>,
  message: unknown,
): M {
  const { type } = stored({ type: text({ most: 40 }) })(message, 'the message');
  if (!Object.hasOwn(shapes, type)) throw new ShapeError(`there is no message "${type.slice(0, 40)}"`);
  const shape: Shape<object> = shapes[type as M['type']]; // it is a key of the table
  return { type, ...shape(message, `"${type}"`) } as unknown as M; // checked by the shape of its type
}

/** Paths in a field of what a page keeps (`Host.save`), each once; none when nothing sensible was saved. */
export function savedPaths(
  state: unknown,
  field: string,
  paths: Shape<readonly string[]>,
): readonly string[] {
  try {
    return [...new Set(stored({ [field]: paths })(state, 'the saved state')[field])];
  } catch (thrown) {
    if (thrown instanceof ShapeError) return [];
    throw thrown;
  }
}
