import "./avatar.css";

/** Initials on a patch of paper, where a photo would be. */
export function Avatar({ initials, large }: { initials: string; large?: boolean }) {
  return (
    <span class={large ? "avatar large" : "avatar"} aria-hidden="true">
      {initials}
    </span>
  );
}
