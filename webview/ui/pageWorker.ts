// Worker of a page. A webview starts workers from blobs only, so the script, whose address is in the page's HTML, is
// fetched once.

let source: Promise<string> | undefined;

function workerSource(): Promise<string> {
  source ??= fetch(document.body.dataset.worker ?? '').then(async (response) => {
    if (!response.ok) throw new Error(`The page's worker cannot be read (status ${response.status}).`);
    return URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: 'text/javascript' }));
  });
  return source;
}

/** A new worker that runs the script named in the page's HTML. */
export async function pageWorker(): Promise<Worker> {
  return new Worker(await workerSource());
}
