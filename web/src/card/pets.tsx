import { useState } from "preact/hooks";
import type { Card, Row } from "../../../sync/replica";
import { today } from "../business";
import { Waiting } from "../clients/waiting";
import { age } from "../forms/localtime";
import { Button, Chip } from "../kit";
import { n, t } from "../words";
import { codeName, codesOf, isWarning } from "./codes";
import { NewPet, PetSheet } from "./pet";

/** The animals a client brings; each opens in a sheet where everything about it is edited. */
export function Pets({ card }: { card: Card }) {
  const [open, setOpen] = useState("");
  const pet = card.pets.find(({ id }) => id === open);
  return (
    <section class="paper stack">
      <h2>{t("card.pets")}</h2>
      {card.pets.length > 0 && (
        <ul class="card-lines">
          {card.pets.map((each) => (
            <li key={each.id} class="line-of-card">
              <div class="grow">
                <span class="row">
                  <strong>{each.cells.name || t("card.pet.nameless")}</strong>
                  {codesOf(each).map((code) => (
                    <Chip key={code} tone={isWarning(code) ? "amber" : undefined}>
                      {codeName(code)}
                    </Chip>
                  ))}
                  <Waiting row={each} />
                </span>
                <span class="quiet">{petSummary(each)}</span>
              </div>
              <Button
                icon="edit"
                label={t("card.pet.edit", { name: each.cells.name ?? "" })}
                onClick={() => setOpen(each.id)}
              >
                {t("card.edit")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button kind="plain" icon="new" onClick={() => setOpen("new")}>
          {t("card.pet.add")}
        </Button>
      </div>
      {open === "new" && <NewPet client={card.client.id} onClose={(id) => setOpen(id ?? "")} />}
      {pet && <PetSheet pet={pet} onClose={() => setOpen("")} />}
    </section>
  );
}

/** Breed or species, and age, on one line. */
export function petSummary(pet: Row<"pet">): string {
  const { breed, species, birth_date } = pet.cells;
  return [breed || (species && speciesName(species)), birth_date && ageText(birth_date)].filter(Boolean).join(", ");
}

/** Species that we know are shown in the person's language, others as they were written. */
export function speciesName(species: string): string {
  const known = t(`card.species.${species}`);
  return known.startsWith("card.species.") ? species : known;
}

/** Years, and for the young months as well. */
export function ageText(birth: string): string {
  const { years, months } = age(birth, today());
  if (years >= 2 || (years === 1 && months === 0)) return n("card.years", years);
  return years === 1 ? `${n("card.years", 1)} ${n("card.months", months)}` : n("card.months", months);
}
