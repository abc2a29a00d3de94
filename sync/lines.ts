/** Lines of text as they arrive. */

const LINE_FEED = 10;

/** The lines of a stream, each in bytes of its own, without their line feeds; the last one may lack it. */
export async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  let parts: Uint8Array[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      let from = 0;
      for (let to = value.indexOf(LINE_FEED); to >= 0; to = value.indexOf(LINE_FEED, from)) {
        parts.push(value.subarray(from, to));
        from = to + 1;
        const line = joined(parts);
        parts = [];
        if (line.length) yield line;
      }
      parts.push(value.subarray(from));
    }
    const last = joined(parts);
    if (last.length) yield last;
  } finally {
    // A reader that stops early ends the download with it.
    reader.cancel().catch(() => {});
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
