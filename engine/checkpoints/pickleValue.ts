// Content of a pickle as plain data. Classes and calls are only named here, never looked up and never run: a tensor
// is "the call torch._utils._rebuild_tensor_v2 with these arguments", a module "an object of this class".

import { invalidModel } from '../tensors/invalidModel.js';

export type PickleValue = null | boolean | number | bigint | string | Uint8Array | PickleNode;

export type PickleNode =
  | { readonly kind: 'list' | 'tuple'; readonly items: PickleValue[] }
  | { readonly kind: 'dict'; readonly entries: Map<string | number, PickleValue> }
  /** A class or function by its dotted name. */
  | { readonly kind: 'global'; readonly name: string }
  | { readonly kind: 'call'; readonly callee: string; readonly args: readonly PickleValue[] }
  /** An instance; `state` is filled in when the pickle describes its fields. */
  | { readonly kind: 'object'; readonly className: string; state: PickleValue }
  /** A storage that lies outside of the pickle. */
  | { readonly kind: 'persistent'; readonly id: PickleValue };

export type PickleDict = Extract<PickleNode, { kind: 'dict' }>;

export function isNode(value: PickleValue): value is PickleNode {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
}

/** Kind of a value, for error messages. */
export function describeValue(value: PickleValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'None';
  if (!isNode(value)) return value instanceof Uint8Array ? 'bytes' : `a ${typeof value}`;
  switch (value.kind) {
    case 'global':
      return `the class ${value.name}`;
    case 'call':
      return `a call of ${value.callee}`;
    case 'object':
      return `an object of class ${value.className}`;
    case 'persistent':
      return 'a storage';
    default:
      return `a ${value.kind}`;
  }
}

function children(node: PickleNode): readonly PickleValue[] {
  switch (node.kind) {
    case 'list':
    case 'tuple':
      return node.items;
    case 'dict':
      return [...node.entries.values()];
    case 'call':
      return node.args;
    case 'object':
      return [node.state];
    case 'persistent':
      return [node.id];
    case 'global':
      return [];
  }
}

/**
 * Makes sure that a walk through `root` ends: no value contains itself, none lies deeper than `maximumDepth`.
 * Values may be shared, so a walk must still count its steps.
 *
 * @throws EngineError `model-invalid`
 */
export function assertFiniteTree(root: PickleValue, maximumDepth: number, where: string): void {
  if (!isNode(root)) return;
  // Depth first without recursion; `heights` holds the values that are done and how deep each one goes.
  const heights = new Map<PickleNode, number>();
  const open = new Set<PickleNode>([root]);
  const path = [{ node: root, pending: children(root), next: 0, height: 1 }];
  while (path.length > 0) {
    const top = path.at(-1)!;
    const child = top.pending[top.next++];
    if (top.next > top.pending.length) {
      heights.set(top.node, top.height);
      open.delete(top.node);
      path.pop();
      const parent = path.at(-1);
      if (parent) parent.height = Math.max(parent.height, top.height + 1);
      continue;
    }
    if (child === undefined || !isNode(child)) continue;
    if (open.has(child)) throw invalidModel(where, 'the pickle holds a value that contains itself');
    const height = heights.get(child);
    if (path.length + (height ?? 1) > maximumDepth)
      throw invalidModel(where, `the pickle is nested more than ${maximumDepth} levels deep`);
    if (height !== undefined) top.height = Math.max(top.height, height + 1);
    else {
      open.add(child);
      path.push({ node: child, pending: children(child), next: 0, height: 1 });
    }
  }
}
