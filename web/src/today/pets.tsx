import type { Entry, Stop } from "../../../sync/replica.ts";
import { codeName, isWarning } from "../card/codes";
import { Chip } from "../kit/chip";

/** The animals of a stop with what to know before touching them. */
export function Pets({ stop, entry }: { stop: Stop; entry: Entry | undefined }) {
  const pets = entry?.pets.filter((pet) => stop.pets.includes(pet.id)) ?? [];
  return (
    <>
      {pets.map((pet) => (
        <span class="row" key={pet.id}>
          <b>{pet.name}</b>
          {pet.breed && <span class="quiet">{pet.breed}</span>}
          {pet.codes.map((code) => (
            <Chip key={code} tone={isWarning(code) ? "amber" : undefined}>
              {codeName(code)}
            </Chip>
          ))}
        </span>
      ))}
    </>
  );
}
