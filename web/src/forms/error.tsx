import { useEffect, useRef } from "preact/hooks";

/** What keeps a form from being saved. It comes into view by itself: the button that asked may be far from it. */
export function FormError({ text }: { text: string }) {
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (text) line.current?.scrollIntoView({ block: "center" });
  }, [text]);
  return (
    <p class="field-error" role="alert" ref={line}>
      {text}
    </p>
  );
}
