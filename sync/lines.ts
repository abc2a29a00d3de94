/** Lines of text as they arrive. */

/** The lines of a stream of UTF-8, without their line feeds; the last one may lack it. */
export async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let parts: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const [first = "", ...rest] = (done ? decoder.decode() : decoder.decode(value, { stream: true })).split("\n");
      parts.push(first);
      for (const piece of rest) {
        const line = parts.join("");
        parts = [piece];
        if (line) yield line;
      }
      if (done) break;
    }
    const last = parts.join("");
    if (last) yield last;
  } finally {
    // A reader that stops early ends the download with it.
    reader.cancel().catch(() => {});
  }
}
