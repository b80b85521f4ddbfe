// Shape of a table of requests. Each program of the engine has one: both ends of its channel derive from it.

/** Parameters and result by method. */
export type RequestTable<T> = { readonly [M in keyof T]: readonly [params: unknown, result: unknown] };

export type ParamsOf<T extends RequestTable<T>, M extends keyof T> = T[M][0];
export type ResultOf<T extends RequestTable<T>, M extends keyof T> = T[M][1];
