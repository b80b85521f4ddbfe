// Stands for the memory of a workspace.

import type { Memento } from 'vscode';

export function memory(): Pick<Memento, 'get' | 'update'> {
  const values = new Map<string, unknown>();
  return {
    // The caller says the type, as with VS Code's own.
    get: <T>(key: string, fallback?: T) => (values.get(key) ?? fallback) as T,
    update: (key, value) => Promise.resolve(void values.set(key, value)),
  };
}
