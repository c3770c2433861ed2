/** Prints the elapsed seconds on a terminal; returns a function that stops it. */
export function progress(what: string): () => void {
  if (!process.stderr.isTTY) return () => {};
  const started = Date.now();
  const timer = setInterval(() => {
    process.stderr.write(`\r${what} … ${Math.round((Date.now() - started) / 1_000)} s `);
  }, 1_000);
  return () => {
    clearInterval(timer);
    process.stderr.write("\r\x1b[K");
  };
}
