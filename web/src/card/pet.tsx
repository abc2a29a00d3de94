/** Everything about one animal, edited in place in a sheet. */
import { useState } from "preact/hooks";
import { newId } from "../../../sync/ids";
import type { Edit, Row } from "../../../sync/replica";
import { today } from "../business";
import { change, remove, update } from "../forms/change";
import { Picks } from "../forms/picks";
import { Button, Choice, Form, FormFoot, Sheet, TextField } from "../kit";
import { has, t } from "../words";
import { CellField } from "./cell";
import { CODES, codeName, codesOf } from "./codes";
import { CustomFields } from "./custom";
import { ageText } from "./pets";
import { Vaccinations, Weights } from "./records";

const SPECIES = ["dog", "cat", "rabbit", "horse", "other"];
const SEXES = ["female", "male", "spayed", "neutered"];

/** Asks for the name; the rest is filled in on the animal's own sheet. `onClose` gets the new pet's id. */
export function NewPet({ client, onClose }: { client: string; onClose: (id?: string) => void }) {
  const [name, setName] = useState("");
  const [error, setError] = useState("");
  const add = () => {
    if (!name.trim()) return setError(t("card.wrong.empty"));
    const id = newId();
    const row = { table: "pet", id } as const;
    const cells = { client, name: name.trim() };
    void change([{ ...row, cells }], t("card.pet.added", { name: name.trim() }), [
      { ...row, cells: { deleted: true } },
    ]);
    onClose(id);
  };
  return (
    <Sheet title={t("card.pet.add")} onClose={() => onClose()}>
      <Form onSend={add}>
        <TextField label={t("card.name")} value="" error={error} onInput={setName} autoFocus />
        <FormFoot send={t("kit.save")} onCancel={() => onClose()} />
      </Form>
    </Sheet>
  );
}

export function PetSheet({ pet, onClose }: { pet: Row<"pet">; onClose: () => void }) {
  const name = pet.cells.name || t("card.pet.nameless");
  const { birth_date } = pet.cells;
  return (
    <Sheet title={name} onClose={onClose}>
      <CellField row={pet} cell="name" label={t("card.name")} required />
      <Codes pet={pet} />
      <div class="fields">
        <Known pet={pet} cell="species" words="card.species" offered={SPECIES} />
        <CellField row={pet} cell="breed" label={t("card.pet.breed")} />
        <Known pet={pet} cell="sex" words="card.sex" offered={SEXES} />
        <CellField
          row={pet}
          cell="birth_date"
          type="date"
          label={t("card.birth_date")}
          hint={birth_date ? ageText(birth_date) : undefined}
          wrong={(date) => (date > today() ? t("card.wrong.future") : "")}
        />
        <CellField row={pet} cell="coat" label={t("card.pet.coat")} />
        <CellField row={pet} cell="vet" label={t("card.pet.vet")} />
      </div>
      <CellField row={pet} cell="allergies" label={t("card.pet.allergies")} multiline />
      <Weights pet={pet} />
      <Vaccinations pet={pet} />
      <CustomFields row={pet} />
      <div class="sheet-foot">
        <Button
          kind="danger"
          icon="delete"
          onClick={() => {
            void remove([{ table: "pet", id: pet.id }], t("card.pet.deleted", { name }));
            onClose();
          }}
        >
          {t("clients.delete")}
        </Button>
        <Button kind="primary" onClick={onClose}>
          {t("card.pet.done")}
        </Button>
      </div>
    </Sheet>
  );
}

/** One of the words that we know, or what an import wrote there. */
function Known(props: { pet: Row<"pet">; cell: "species" | "sex"; words: string; offered: string[] }) {
  const { pet, cell, words, offered } = props;
  const value = pet.cells[cell] ?? "";
  const name = (each: string) => (has(`${words}.${each}`) ? t(`${words}.${each}`) : each || "—");
  const label = t(`card.pet.${cell}`);
  return (
    <Choice
      label={label}
      value={value}
      options={[...new Set(["", ...offered, value])].map((each) => ({ value: each, label: name(each) }))}
      onChange={(chosen) => {
        const cells: Edit<"pet">["cells"] = {};
        cells[cell] = chosen || null;
        void update(pet, cells, t("card.saved", { field: label }));
      }}
    />
  );
}

/** Temperament: what one must know before the door opens. */
function Codes({ pet }: { pet: Row<"pet"> }) {
  const on = codesOf(pet);
  const own = on.filter((code) => !CODES.some((known) => known === code));
  return (
    <Picks
      label={t("card.pet.codes")}
      many
      picks={[...CODES, ...own].map((code) => ({ value: code, label: codeName(code) }))}
      chosen={on}
      onChange={(chosen) => {
        const flipped = [...CODES, ...own].filter((code) => on.includes(code) !== chosen.includes(code));
        const cells = Object.fromEntries(flipped.map((code) => [`codes.${code}`, chosen.includes(code) ? true : null]));
        void update(pet, cells as Edit<"pet">["cells"], t("card.saved", { field: t("card.pet.codes") }));
      }}
    />
  );
}
