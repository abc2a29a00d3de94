import { replica } from "../../../sync/replica";
import { seesContacts, withPets } from "../business";
import { duplicates } from "../clients/duplicates";
import { TextField } from "../kit";
import { t } from "../words";
import type { Fresh } from "./draft";
import { Likely } from "./likely";

interface Props {
  fresh: Fresh;
  onInput: (fresh: Fresh) => void;
  /** Called when it is somebody who has a card already. */
  onKnown: (client: string) => void;
  errors: { name?: string; phone?: string };
}

/** A client who is made with their first booking: what one asks on the phone. Whoever it may already be shows up. */
export function FreshClient({ fresh, onInput, onKnown, errors }: Props) {
  const likely = duplicates(replica.directory.value, { ...fresh, email: "" });
  const set = (field: "name" | "phone" | "pet") => (text: string) => onInput({ ...fresh, [field]: text });
  return (
    <>
      <TextField
        label={t("card.name")}
        value={fresh.name}
        error={errors.name}
        onInput={set("name")}
        autoFocus={!fresh.name}
        required
      />
      <div class="pair">
        {seesContacts.value && (
          <TextField
            label={t("card.phone")}
            type="tel"
            value={fresh.phone}
            error={errors.phone}
            onInput={set("phone")}
            autoFocus={!!fresh.name}
          />
        )}
        {withPets.value && <TextField label={t("forms.pet")} value={fresh.pet} onInput={set("pet")} />}
      </div>
      <Likely entries={likely} words={t("forms.likely_booking")} onChoose={onKnown} />
    </>
  );
}
