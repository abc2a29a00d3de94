import { useState } from "preact/hooks";
import { type Card, type Edit, inverse, newId, type Row, replica } from "../../../sync/replica";
import { type Address, BOOKING_MODALITY, type BookingModality } from "../../../sync/tables.gen";
import { labelOf } from "../bookings/acts";
import { currency, live, seesMoney, withPets, zone } from "../business";
import { entries } from "../card/entries";
import { addressLine } from "../card/reach";
import { Button, Choice, Sheet, TextField } from "../kit";
import { day, duration, money, t, time } from "../words";
import { minor, plainMoney } from "../words/sums";
import { change } from "./change";
import { ChooseClient } from "./choose-client";
import { FormError } from "./error";
import { Picks } from "./picks";
import { isStart, useOverlaps, WhenPicker } from "./when";

interface Props {
  /** Whose booking it is; asked for without it. */
  client?: string;
  /** A local day or time proposed: where the calendar was tapped. */
  start?: string;
  onClose: () => void;
}

/** Books. For a client who is known: service, pets, who and a free time are all in sight and mostly filled in. */
export function BookingForm({ client, start = "", onClose }: Props) {
  const [chosen, setChosen] = useState(client ?? "");
  const card = chosen ? replica.card(chosen).value : undefined;
  return (
    <Sheet title={t("forms.booking_title")} onClose={onClose}>
      {!chosen && <ChooseClient onChoose={setChosen} />}
      {card && (
        <Details
          key={chosen}
          card={card}
          start={start}
          onClose={onClose}
          onChange={client ? undefined : () => setChosen("")}
        />
      )}
    </Sheet>
  );
}

/** Services that can be booked, by name. */
function services(): Row<"service">[] {
  return live("service")
    .filter((service) => !service.cells.archived)
    .sort((a, b) => (a.cells.name ?? "").localeCompare(b.cells.name ?? ""));
}

/** Members who give a service: those it names, or everybody when it names none. */
function givers(service: Row<"service"> | undefined): Row<"member">[] {
  const members = live("member");
  const named = members.filter(({ id }) => service?.cells[`members.${id}`]);
  return named.length > 0 ? named : members;
}

/** Whoever is signed in when they give the service, else the first who does. */
function giver(service: Row<"service"> | undefined, wanted = replica.me.value?.member): string {
  const able = givers(service);
  return (able.find(({ id }) => id === wanted) ?? able[0])?.id ?? "";
}

interface DetailsProps {
  card: Card;
  start: string;
  onChange?: () => void;
  onClose: () => void;
}

function Details({ card, start: proposed, onChange, onClose }: DetailsProps) {
  const last = card.bookings[0];
  const offered = services();
  const usual = offered.find(({ id }) => id === last?.cells.service) ?? (offered.length === 1 ? offered[0] : undefined);
  const [serviceId, setService] = useState(usual?.id ?? "");
  const [pets, setPets] = useState(() => usualPets(card));
  const [member, setMember] = useState(() => giver(usual));
  const [start, setStart] = useState(proposed);
  const [price, setPrice] = useState<string | null>(null);
  const [modality, setModality] = useState<BookingModality | null>(null);
  const [note, setNote] = useState("");
  const [error, setError] = useState("");

  const service = offered.find(({ id }) => id === serviceId);
  const minutes = service?.cells.minutes ?? 60;
  const where = modality ?? service?.cells.modality ?? "theirs";
  const listed = service?.cells.price;
  const priceText = price ?? (listed ? plainMoney(listed.amount, listed.currency) : "");
  const address = entries<Address>(card.client.cells, "addresses")[0]?.value;
  const overlapped = useOverlaps({ member, start, minutes }).length > 0;

  const book = () => {
    const amount = priceText.trim() ? minor(priceText, currency.value) : null;
    if (!service) return setError(t("forms.no_service"));
    if (!isStart(start)) return setError(t("forms.no_start"));
    if (priceText.trim() && amount === null) return setError(t("forms.amount_wrong"));
    const cells: Edit<"booking">["cells"] = {
      client: card.client.id,
      service: service.id,
      ...(member ? { member } : {}),
      when: { start, minutes, zone: zone.value },
      status: "confirmed",
      modality: where,
      ...(seesMoney.value && amount !== null ? { price: { amount, currency: currency.value } } : {}),
      ...(where === "theirs" && address ? { address } : {}),
      ...(note.trim() ? { note: note.trim() } : {}),
    };
    for (const pet of pets) cells[`pets.${pet}`] = true;
    save(card, service.id, cells, t("forms.booked", { when: `${day(start)}, ${time(start)}` }));
    onClose();
  };

  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        book();
      }}
    >
      <div class="chosen-client">
        <strong>{card.client.cells.name || t("clients.nameless")}</strong>
        {onChange && (
          <Button kind="plain" onClick={onChange}>
            {t("forms.another")}
          </Button>
        )}
      </div>
      <Picks
        label={t("forms.service")}
        chosen={[serviceId]}
        onChange={([id = ""]) => {
          setService(id);
          setMember(
            giver(
              offered.find((each) => each.id === id),
              member,
            ),
          );
          setError("");
        }}
        picks={offered.map(({ id, cells }) => ({
          value: id,
          label: cells.name ?? "",
          color: cells.color ?? undefined,
          more: [
            duration(cells.minutes ?? 60),
            seesMoney.value && cells.price && money(cells.price.amount, cells.price.currency),
          ]
            .filter(Boolean)
            .join(" · "),
        }))}
      />
      {withPets.value && card.pets.length > 0 && (
        <Picks
          label={t("forms.pets")}
          many
          chosen={pets}
          onChange={setPets}
          picks={card.pets.map(({ id, cells }) => ({ value: id, label: cells.name ?? "" }))}
        />
      )}
      {givers(service).length > 1 && (
        <Picks
          label={t("forms.member")}
          chosen={[member]}
          onChange={([id = ""]) => setMember(id)}
          picks={givers(service).map(({ id, cells }) => ({
            value: id,
            label: cells.name ?? "",
            color: cells.color ?? undefined,
          }))}
        />
      )}
      <WhenPicker
        start={start}
        minutes={minutes}
        member={member}
        service={serviceId}
        onChange={(at) => {
          setStart(at);
          setError("");
        }}
      />
      <div class="pair">
        {seesMoney.value && (
          <TextField
            label={t("forms.price", { currency: currency.value })}
            value={priceText}
            inputMode="decimal"
            onInput={setPrice}
          />
        )}
        <Choice
          label={t("forms.where")}
          value={where}
          onChange={setModality}
          options={BOOKING_MODALITY.map((value) => ({ value, label: t(`bookings.modality.${value}`) }))}
        />
      </div>
      {where === "theirs" && address && <p class="quiet">{addressLine(address)}</p>}
      <TextField label={t("forms.note")} multiline value={note} onInput={setNote} />
      <FormError text={error} />
      <div class="sheet-foot">
        <Button onClick={onClose}>{t("kit.cancel")}</Button>
        <Button kind="primary" icon="book" type="submit">
          {t(overlapped ? "forms.book_anyway" : "card.book")}
        </Button>
      </div>
    </form>
  );
}

/** The only pet, or those that came last time. */
function usualPets(card: Card): string[] {
  if (card.pets.length === 1) return card.pets.map(({ id }) => id);
  const last = new Set(entries(card.bookings[0]?.cells ?? {}, "pets").map(({ key }) => key));
  return card.pets.filter(({ id }) => last.has(id)).map(({ id }) => id);
}

/** Writes the booking, and the service's label on the client who has not got it. *Undo* takes both back. */
function save(card: Card, service: string, cells: Edit<"booking">["cells"], said: string): void {
  const id = newId();
  const edits: Edit[] = [{ table: "booking", id, cells }];
  const undo: Edit[] = [{ table: "booking", id, cells: { deleted: true } }];
  const label = labelOf(service);
  if (label && !card.client.cells[`labels.${label.id}`]) {
    const labelled: Edit<"client">["cells"] = {};
    labelled[`labels.${label.id}`] = true;
    edits.push({ table: "client", id: card.client.id, cells: labelled });
    undo.push(inverse(card.client, labelled) as Edit);
  }
  void change(edits, said, undo);
}
