import type { Entry } from "../../../sync/replica";
import { ClientLine } from "../clients/line";

interface Props {
  entries: readonly Entry[];
  /** What choosing one of them does, as a sentence. */
  words: string;
  onChoose: (client: string) => void;
}

/** The clients that a new one may already be; nothing where there are none. */
export function Likely({ entries, words, onChoose }: Props) {
  if (entries.length === 0) return null;
  return (
    <div class="paper stack" role="status">
      <p>{words}</p>
      <ul class="choose-client">
        {entries.map((entry) => (
          <li key={entry.id}>
            <button type="button" onClick={() => onChoose(entry.id)}>
              <ClientLine entry={entry} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
