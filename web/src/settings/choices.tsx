import { useState } from "preact/hooks";
import { IconButton, TextField } from "../kit";
import { t } from "../words";
import { Add } from "./catalogue";
import { Moves } from "./moves";

/** What a field of choices offers, in the order in which it offers it. */
export function Choices({ choices, onSave }: { choices: readonly string[]; onSave: (choices: string[]) => void }) {
  const [wrong, setWrong] = useState<{ at: number; text: string } | null>(null);
  /** Says what keeps `text` from being the choice at a place; "" when nothing does. */
  const problem = (text: string, at: number) => {
    if (!text) return t("card.wrong.empty");
    return choices.some((other, place) => place !== at && other === text) ? t("fields.choices.twice") : "";
  };
  const rename = (at: number, typed: string) => {
    const text = typed.trim();
    const said = problem(text, at);
    setWrong(said ? { at, text: said } : null);
    if (!said && text !== choices[at]) onSave(choices.map((each, place) => (place === at ? text : each)));
  };
  const move = (at: number, step: -1 | 1) => {
    const next = [...choices];
    next.splice(at + step, 0, ...next.splice(at, 1));
    onSave(next);
  };
  return (
    <fieldset class="field">
      <legend>{t("fields.choices")}</legend>
      <ol class="stack">
        {choices.map((choice, at) => (
          <li class="choice-row" key={choice}>
            <TextField
              bare
              label={t("fields.choice", { place: at + 1 })}
              value={choice}
              maxLength={200}
              error={wrong?.at === at ? wrong.text : ""}
              onInput={() => wrong && setWrong(null)}
              onSave={(text) => rename(at, text)}
            />
            <Moves name={choice} first={at === 0} last={at === choices.length - 1} onMove={(step) => move(at, step)} />
            <IconButton
              icon="close"
              label={t("fields.choices.remove", { name: choice })}
              onClick={() => onSave(choices.filter((_, place) => place !== at))}
            />
          </li>
        ))}
      </ol>
      <Add
        label={t("fields.choices.new")}
        wrong={(text) => problem(text, -1)}
        onAdd={(text) => onSave([...choices, text])}
      />
      <p class="field-hint">{t("fields.choices.hint")}</p>
    </fieldset>
  );
}
