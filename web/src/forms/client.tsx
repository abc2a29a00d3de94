import { useState } from "preact/hooks";
import { newId } from "../../../sync/ids";
import { type Edit, replica } from "../../../sync/replica";
import { seesContacts, withPets } from "../business";
import { isEmail, isPhone } from "../card/check";
import { newCell } from "../card/newcell";
import { duplicates } from "../clients/duplicates";
import { Form, FormFoot, Sheet, TextField } from "../kit";
import { t } from "../words";
import { type Answers, Asked, answerCells, askedBy, wrongAnswers } from "./asked";
import { change } from "./change";
import { Likely } from "./likely";

const EMPTY = { name: "", phone: "", email: "", pet: "", address: "", city: "" };

/**
 * Adds a client with what one asks on the phone; the rest is filled in on the card. Whoever it may already be shows up
 * while typing. `onClose` gets the id of the new or chosen client, or nothing.
 */
export function NewClient({ name = "", onClose }: { name?: string; onClose: (id?: string) => void }) {
  const [typed, setTyped] = useState({ ...EMPTY, name: name.trim() });
  const [errors, setErrors] = useState<Partial<typeof EMPTY>>({});
  const [answers, setAnswers] = useState<Answers>({});
  const [unanswered, setUnanswered] = useState<Record<string, string>>({});
  const asked = askedBy("client", "client");
  const askedOfPet = withPets.value && typed.pet.trim() ? askedBy("client", "pet") : [];
  const likely = duplicates(replica.directory.value, typed);
  const set = (field: keyof typeof EMPTY) => (text: string) => {
    setTyped((before) => ({ ...before, [field]: text }));
    setErrors((before) => ({ ...before, [field]: undefined }));
  };

  const save = () => {
    const wrong: Partial<typeof EMPTY> = {};
    if (!typed.name.trim()) wrong.name = t("forms.name_empty");
    if (typed.phone.trim() && !isPhone(typed.phone)) wrong.phone = t("card.wrong.phone");
    if (typed.email.trim() && !isEmail(typed.email)) wrong.email = t("card.wrong.email");
    const missing = wrongAnswers([...asked, ...askedOfPet], answers);
    setErrors(wrong);
    setUnanswered(missing);
    if (Object.keys(wrong).length > 0 || Object.keys(missing).length > 0) return;
    const id = newId();
    const [client, ...pets] = clientEdits(id, typed);
    Object.assign(client?.cells ?? {}, answerCells("custom", asked, answers));
    for (const pet of pets) Object.assign(pet.cells, answerCells("custom", askedOfPet, answers));
    void change([client as Edit, ...pets], t("forms.client_added", { name: typed.name.trim() }), [
      { table: "client", id, cells: { deleted: true } },
    ]);
    onClose(id);
  };

  return (
    <Sheet screen title={t("clients.new")} onClose={() => onClose()}>
      <Form onSend={save}>
        <TextField
          label={t("card.name")}
          value={typed.name}
          error={errors.name}
          onInput={set("name")}
          autoFocus
          required
        />
        {seesContacts.value && (
          <>
            <TextField
              label={t("card.phone")}
              type="tel"
              value={typed.phone}
              error={errors.phone}
              onInput={set("phone")}
            />
            <TextField
              label={t("card.email")}
              type="email"
              value={typed.email}
              error={errors.email}
              onInput={set("email")}
            />
          </>
        )}
        <Likely entries={likely} words={t("forms.likely")} onChoose={onClose} />
        {withPets.value && <TextField label={t("forms.pet")} value={typed.pet} onInput={set("pet")} />}
        {seesContacts.value && (
          <>
            <TextField label={t("card.address")} value={typed.address} onInput={set("address")} />
            <TextField label={t("card.city")} value={typed.city} onInput={set("city")} />
          </>
        )}
        <Asked
          fields={[...asked, ...askedOfPet]}
          answers={answers}
          errors={unanswered}
          onAnswer={(next) => {
            setAnswers(next);
            setUnanswered({});
          }}
        />
        <FormFoot send={t("kit.save")} onCancel={() => onClose()} />
      </Form>
    </Sheet>
  );
}

/** Makes the client's row, and that of the pet when one is named. */
export function clientEdits(id: string, typed: typeof EMPTY, petId = newId()): Edit[] {
  const text = Object.fromEntries(Object.entries(typed).map(([field, value]) => [field, value.trim()])) as typeof EMPTY;
  const cells: Edit<"client">["cells"] = { name: text.name, status: "active", registered: Date.now() };
  if (text.phone) cells[newCell("phones")] = { kind: "mobile", value: text.phone };
  if (text.email) cells[newCell("emails")] = { kind: "home", value: text.email };
  if (text.address || text.city) {
    cells[newCell("addresses")] = { kind: "home", street: text.address, city: text.city };
  }
  const made: Edit[] = [{ table: "client", id, cells }];
  if (text.pet) made.push({ table: "pet", id: petId, cells: { client: id, name: text.pet } });
  return made;
}
