// Worker of a page. A webview starts workers from blobs only, so the script, whose address is in the page's HTML, is
// fetched once.

let source: Promise<string> | undefined;

function workerSource(): Promise<string> {
  source ??= fetchSource().catch((thrown: unknown) => {
    source = undefined; // the next worker tries again
    throw thrown;
  });
  return source;
}

async function fetchSource(): Promise<string> {
  const response = await fetch(document.body.dataset.worker ?? '');
  if (!response.ok) throw new Error(`The page's worker cannot be read (status ${response.status}).`);
  return URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: 'text/javascript' }));
}

/** A new worker that runs the script named in the page's HTML. */
export async function pageWorker(): Promise<Worker> {
  return new Worker(await workerSource());
}
