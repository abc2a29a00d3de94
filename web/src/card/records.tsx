/** What is recorded about an animal again and again: its weight, its vaccinations. */
import { useState } from "preact/hooks";
import type { Edit, Row } from "../../../sync/replica";
import type { Vaccination, Weight } from "../../../sync/tables.gen";
import { today } from "../business";
import { update } from "../forms/change";
import { Button, Chip, IconButton, TextField } from "../kit";
import { day, number, t } from "../words";
import { parseNumber } from "./check";
import { entries } from "./entries";
import { newCell } from "./newcell";

type PetCells = Edit<"pet">["cells"];

/** Weights by date, the latest first; a new one is dated today. */
export function Weights({ pet }: { pet: Row<"pet"> }) {
  const [text, setText] = useState("");
  const [error, setError] = useState("");
  const kept = entries<Weight>(pet.cells, "weights").sort((a, b) =>
    (a.value.date ?? "") < (b.value.date ?? "") ? 1 : -1,
  );
  const kilos = (weight: Weight) => t("card.pet.kg", { kg: number((weight.grams ?? 0) / 1000) });
  const add = () => {
    const kg = parseNumber(text);
    if (kg === null || kg <= 0 || kg > 2000) return setError(t("card.wrong.weight"));
    const cells: PetCells = {};
    cells[newCell("weights")] = { date: today(), grams: Math.round(kg * 1000) };
    void update(pet, cells, t("card.saved", { field: t("card.pet.weight") }));
    setText("");
  };
  return (
    <section class="stack">
      <h3>{t("card.pet.weight")}</h3>
      {kept.length > 0 && (
        <ul class="card-lines">
          {kept.map(({ cell, value }) => (
            <li key={cell} class="row between">
              <span class="figures">
                <strong>{kilos(value)}</strong> <span class="quiet">{value.date && day(value.date, "date")}</span>
              </span>
              <IconButton
                icon="close"
                label={t("card.remove", { what: kilos(value) })}
                onClick={() =>
                  void update(pet, { [cell]: null } as PetCells, t("card.removed", { what: kilos(value) }))
                }
              />
            </li>
          ))}
        </ul>
      )}
      <form
        class="pair"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextField
          key={kept.length}
          label={t("card.pet.new_weight")}
          inputMode="decimal"
          value={text}
          error={error}
          onInput={(typed) => {
            setText(typed);
            setError("");
          }}
        />
        <div class="bottom">
          <Button type="submit" icon="new">
            {t("card.pet.add_weight")}
          </Button>
        </div>
      </form>
    </section>
  );
}

/** Vaccinations with the day they run out; one that has is red, in words too. */
export function Vaccinations({ pet }: { pet: Row<"pet"> }) {
  const [name, setName] = useState("");
  const [expires, setExpires] = useState("");
  const [error, setError] = useState("");
  const kept = entries<Vaccination>(pet.cells, "vaccinations");
  const add = () => {
    if (!name.trim()) return setError(t("card.wrong.empty"));
    const cells: PetCells = {};
    cells[newCell("vaccinations")] = { name: name.trim(), ...(expires ? { expires } : {}) };
    void update(pet, cells, t("card.saved", { field: t("card.pet.vaccinations") }));
    setName("");
    setExpires("");
  };
  return (
    <section class="stack">
      <h3>{t("card.pet.vaccinations")}</h3>
      {kept.length > 0 && (
        <ul class="card-lines">
          {kept.map(({ cell, value }) => (
            <li key={cell} class="row between">
              <span class="row">
                <strong>{value.name}</strong>
                {value.expires && <Expiry expires={value.expires} />}
              </span>
              <IconButton
                icon="close"
                label={t("card.remove", { what: value.name ?? "" })}
                onClick={() =>
                  void update(pet, { [cell]: null } as PetCells, t("card.removed", { what: value.name ?? "" }))
                }
              />
            </li>
          ))}
        </ul>
      )}
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <div class="pair">
          <TextField
            key={kept.length}
            label={t("card.pet.vaccination")}
            value={name}
            error={error}
            onInput={(typed) => {
              setName(typed);
              setError("");
            }}
          />
          <TextField label={t("card.pet.expires")} type="date" value={expires} onInput={setExpires} />
        </div>
        <div>
          <Button type="submit" icon="new">
            {t("card.pet.add_vaccination")}
          </Button>
        </div>
      </form>
    </section>
  );
}

function Expiry({ expires }: { expires: string }) {
  const over = expires < today();
  return (
    <Chip tone={over ? "red" : undefined}>
      {t(over ? "card.pet.expired" : "card.pet.expires_on", { day: day(expires, "date") })}
    </Chip>
  );
}
