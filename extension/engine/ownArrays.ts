// Copies of arrays that own their memory. A typed array received over IPC is a view into the whole message, which it keeps
// alive, which a transfer would take along, and which may be a Node Buffer, mangled by a webview's postMessage.

/** Copy of the value with every typed array in it copied into a buffer of its own; a Buffer becomes a Uint8Array. */
export function ownArrays<T>(value: T): T {
  return own(value) as T; // the same shape: arrays by arrays, objects by objects
}

function own(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (isTypedArray(value)) return value.slice();
  if (Array.isArray(value)) return value.map(own);
  if (Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, own(entry)]));
  return value;
}

/** Any kind of typed array; they all have `slice`. */
function isTypedArray(value: object): value is Float32Array {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}
