/** What the catalogues of the business share: the list of what is there, and the line that adds to it. */
import "./settings.css";
import "./catalogue.css";
import { useState } from "preact/hooks";
import { Waiting } from "../clients/waiting";
import { Button, Icon, TextField } from "../kit";
import { Link } from "../router";
import { t } from "../words";
import { Moves } from "./moves";

export interface Entry {
  id: string;
  name: string;
  /** The path that it opens. */
  to: string;
  /** A second, quieter line. */
  more?: string;
  color?: string | null;
  /** Has edits that are not on the server yet. */
  waiting: boolean;
}

interface Props {
  label: string;
  entries: readonly Entry[];
  /** Puts an entry one place up (-1) or down (1); without it the order is not the person's. */
  onMove?: (id: string, step: -1 | 1) => void;
}

/** A list of which each line opens its own page. */
export function Catalogue({ label, entries, onMove }: Props) {
  return (
    <ul class="paper lines catalogue" aria-label={label}>
      {entries.map(({ id, name, to, more, color, waiting }, index) => (
        <li key={id}>
          <Link to={to} class="line">
            {color && <span class="dot" style={{ background: color }} />}
            <span>
              {name || t("business.nameless")} <Waiting row={{ waiting }} />
              {more && (
                <>
                  <br />
                  <span class="quiet figures">{more}</span>
                </>
              )}
            </span>
            {!onMove && <Icon name="right" />}
          </Link>
          {onMove && (
            <Moves
              name={name}
              first={index === 0}
              last={index === entries.length - 1}
              onMove={(step) => onMove(id, step)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

/** Asks for the name of what is to be added; the rest is filled in once it is there. */
export function Add(props: {
  label: string;
  /** What is wrong with a name, in words; "" when nothing is. */
  wrong?: (name: string) => string;
  onAdd: (name: string) => void;
}) {
  const [name, setName] = useState("");
  const [added, setAdded] = useState(0);
  const [error, setError] = useState("");
  return (
    <form
      class="add-row"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const clean = name.trim();
        const problem = clean ? (props.wrong?.(clean) ?? "") : t("card.wrong.empty");
        setError(problem);
        if (problem) return;
        setName("");
        setAdded(added + 1);
        props.onAdd(clean);
      }}
    >
      <TextField
        key={added}
        label={props.label}
        value=""
        maxLength={200}
        error={error}
        autoFocus={added > 0}
        onInput={(text) => {
          setName(text);
          setError("");
        }}
      />
      <Button icon="new" type="submit">
        {t("business.add")}
      </Button>
    </form>
  );
}

/** Stands where an entry is opened that is not here: deleted meanwhile, or never was. */
export const Gone = () => <p class="quiet">{t("business.gone")}</p>;
