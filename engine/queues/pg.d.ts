// The part of the package pg that the engine calls; it comes without types.

declare module 'pg' {
  interface Client {
    on(event: 'error', hear: (error: Error) => void): unknown;
    connect(): Promise<unknown>;
    query(text: string): Promise<unknown>;
    end(): Promise<void>;
  }

  const pg: { readonly Client: new (options: object) => Client };
  export default pg;
}
