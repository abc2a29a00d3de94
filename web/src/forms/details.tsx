import { useEffect, useRef, useState } from "preact/hooks";
import { type Card, type Edit, replica, type Stop } from "../../../sync/replica";
import { type Address, BOOKING_MODALITY } from "../../../sync/tables.gen";
import { byName, currency, live, seesContacts, seesMoney, today, withPets, zone } from "../business";
import { isPhone } from "../card/check";
import { entries } from "../card/entries";
import { addressLine } from "../card/reach";
import { Button, Choice, FormFoot, TextField } from "../kit";
import { day, duration, money, t, time } from "../words";
import { minor, plainMoney } from "../words/sums";
import { Asked as AskedFields, answerCells, askedBy, wrongAnswers } from "./asked";
import { book } from "./book";
import type { Draft } from "./draft";
import { type Asked, isStart, useFree, useNearest, useOverlaps } from "./free";
import { FreshClient } from "./fresh";
import { translated } from "./localtime";
import { Picks } from "./picks";
import { giver, givers, lastMember, nextVisit, termsOf, usualPets, usualService } from "./usual";
import { WhenPicker } from "./when";

/** What is known of a booking before anybody says anything: where the calendar was tapped, or which one it follows. */
export interface Proposed {
  /** Local day, or day and time. */
  start: string;
  member?: string;
  minutes?: number;
  /** The one that this one follows. */
  after?: Stop;
}

interface Props {
  card: Card;
  draft: Draft;
  onDraft: (more: Partial<Draft>) => void;
  proposed: Proposed;
  /** Asks for another client; none where the client is given. */
  onAnother?: () => void;
  onCancel: () => void;
  onBooked: () => void;
}

type Errors = Partial<Record<"name" | "phone" | "service" | "start" | "minutes" | "price", string>> & {
  /** Of custom fields, by their id. */
  answers?: Record<string, string>;
};

/** A booking for a client who is known or being made: everything is in sight, and filled in as it usually is. */
export function Details({ card, draft, onDraft, proposed, onAnother, onCancel, onBooked }: Props) {
  const [errors, setErrors] = useState<Errors>({});
  const set = (more: Partial<Draft>) => {
    onDraft(more);
    setErrors({});
  };
  const form = useRef<HTMLFormElement>(null);
  const fields = askedBy("booking", "booking");
  const filled = useFilled(card, draft, proposed);
  const { service, offered, able, pets, member, start, unchosen, ready, from, minutes, price, listed, modality } =
    filled;
  const addresses = modality === "theirs" && seesContacts.value ? entries<Address>(card.client.cells, "addresses") : [];
  const address = (addresses.find(({ key }) => key === draft.address) ?? addresses[0])?.value;
  const street = modality === "theirs" && !address ? (draft.address ?? "").trim() : "";
  const asked: Asked = { member, service: service?.id ?? "", minutes: Number(minutes) || 60 };
  const overlapped = useOverlaps(start, asked).length > 0;
  const [day0, setDay] = useState(from);

  useFirstFocus(form, errors);

  const send = () => {
    const amount = price.trim() ? minor(price, currency.value) : null;
    const missing = wrongAnswers(fields, draft.answers);
    const wrong: Errors = {
      ...(draft.fresh && !draft.fresh.name.trim() && { name: t("forms.name_empty") }),
      ...(draft.fresh?.phone.trim() && !isPhone(draft.fresh.phone) && { phone: t("card.wrong.phone") }),
      ...(!service && { service: t("forms.no_service") }),
      ...(!isStart(start) && { start: t("forms.no_start") }),
      ...(!/^[1-9]\d{0,4}$/.test(minutes.trim()) && { minutes: t("forms.minutes_wrong") }),
      ...(price.trim() && (amount === null || amount < 0) && { price: t("forms.amount_wrong") }),
      ...(Object.keys(missing).length > 0 && { answers: missing }),
    };
    setErrors(wrong);
    if (!service || Object.keys(wrong).length > 0) return;
    const cells: Edit<"booking">["cells"] = {
      client: card.client.id,
      service: service.id,
      ...(member ? { member } : {}),
      when: { start, minutes: Number(minutes), zone: zone.value },
      status: "confirmed",
      modality,
      ...(seesMoney.value && amount !== null ? { price: { amount, currency: currency.value } } : {}),
      ...(address || street ? { address: address ?? { kind: "home", street } } : {}),
      ...(draft.note.trim() ? { note: draft.note.trim() } : {}),
      ...answerCells("answers", fields, draft.answers),
    };
    for (const pet of pets) cells[`pets.${pet}`] = true;
    const said = t("forms.booked", { when: `${day(start)}, ${time(start)}` });
    onBooked();
    book(card, cells, said, { made: draft.fresh, street });
  };

  return (
    <form
      class="stack"
      noValidate
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {draft.fresh ? (
        <FreshClient
          fresh={draft.fresh}
          errors={errors}
          onInput={(fresh) => set({ fresh })}
          onKnown={(client) => set({ client, fresh: null })}
        />
      ) : (
        <div class="chosen-client">
          <strong>{card.client.cells.name || t("clients.nameless")}</strong>
          {onAnother && (
            <Button kind="plain" onClick={onAnother}>
              {t("forms.another")}
            </Button>
          )}
        </div>
      )}
      <Picks
        label={t("forms.service")}
        folds
        chosen={[service?.id ?? ""]}
        error={errors.service}
        onChange={([id = ""]) => set({ service: id })}
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
      {withPets.value && card.pets.length > 0 && !draft.fresh && (
        <Picks
          label={t("forms.pets")}
          many
          chosen={pets}
          onChange={(chosen) => set({ pets: chosen })}
          picks={card.pets.map(({ id, cells }) => ({ value: id, label: cells.name ?? "" }))}
        />
      )}
      {able.length > 1 && (
        <Picks
          label={t("forms.member")}
          folds
          chosen={[member]}
          onChange={([id = ""]) => set({ member: id })}
          picks={able.map(({ id, cells }) => ({ value: id, label: cells.name ?? "", color: cells.color ?? undefined }))}
        />
      )}
      <WhenPicker
        start={start}
        unchosen={unchosen}
        ready={day0 === from ? ready : undefined}
        from={day0}
        onDay={setDay}
        asked={asked}
        error={errors.start}
        onChange={(at) => set({ start: at })}
      />
      <div class="pair">
        <TextField
          label={t("forms.minutes")}
          inputMode="numeric"
          value={minutes}
          error={errors.minutes}
          onInput={(text) => set({ minutes: text })}
        />
        {seesMoney.value && (
          <TextField
            label={t("forms.price", { currency: currency.value })}
            value={price}
            inputMode="decimal"
            error={errors.price}
            hint={listed}
            onInput={(text) => set({ price: text })}
          />
        )}
      </div>
      <Choice
        label={t("forms.where")}
        value={modality}
        onChange={(value) => set({ modality: value })}
        options={BOOKING_MODALITY.map((value) => ({ value, label: t(`bookings.modality.${value}`) }))}
      />
      {addresses.length === 1 && <p class="quiet">{addressLine(address)}</p>}
      {addresses.length > 1 && (
        <Choice
          label={t("card.address")}
          value={draft.address ?? addresses[0]?.key ?? ""}
          onChange={(key) => set({ address: key })}
          options={addresses.map(({ key, value }) => ({ value: key, label: addressLine(value) }))}
        />
      )}
      {modality === "theirs" && addresses.length === 0 && seesContacts.value && (
        <TextField label={t("card.address")} value={draft.address ?? ""} onInput={(text) => set({ address: text })} />
      )}
      <TextField label={t("forms.note")} multiline value={draft.note} onInput={(text) => set({ note: text })} />
      <AskedFields
        fields={fields}
        answers={draft.answers}
        errors={errors.answers ?? {}}
        onAnswer={(answers) => set({ answers })}
      />
      <FormFoot send={t(overlapped ? "forms.book_anyway" : "card.book")} icon="book" onCancel={onCancel} />
    </form>
  );
}

/** The booking as it would be made now: what was said, and what is usual where nothing was. */
function useFilled(card: Card, draft: Draft, { start: proposed, member: wanted, minutes: dragged, after }: Proposed) {
  const offered = byName("service").filter(({ cells }) => !cells.archived);
  const offers = (id: string | null | undefined) => offered.find((each) => each.id === id);
  const service = offers(draft.service) ?? offers(after?.service) ?? offers(usualService(card, offered));
  const pets = !withPets.value
    ? []
    : draft.fresh
      ? card.pets.map(({ id }) => id)
      : (draft.pets ??
        (after ? card.pets.map(({ id }) => id).filter((id) => after.pets.includes(id)) : usualPets(card)));
  const able = givers(service, live("member"));
  const wishes = [draft.member, wanted, after?.member, lastMember(card, service?.id ?? ""), replica.me.value?.member];
  const member = giver(able, wishes);
  const same = after && after.service === service?.id;
  const terms = termsOf(card, service, pets, currency.value);
  if (same) {
    terms.minutes = after.minutes;
    if (after.amount === null) terms.price = null;
    else if (after.currency === currency.value) terms.price = { amount: after.amount, currency: after.currency };
  }
  const minutes = draft.minutes ?? String(dragged ?? terms.minutes);
  const price = draft.price ?? (terms.price ? plainMoney(terms.price.amount, terms.price.currency) : "");
  const own = service?.cells.price;
  const listed =
    own && (own.currency !== currency.value || minor(price, own.currency) !== own.amount)
      ? t("forms.listed", { sum: money(own.amount, own.currency) })
      : undefined;
  const modality = draft.modality ?? service?.cells.modality ?? "theirs";

  const asked: Asked = { member, service: service?.id ?? "", minutes: Number(minutes) || terms.minutes };
  const next = after
    ? nextVisit({ ...after, start: translated(after.start, after.zone || zone.value, zone.value) }, service)
    : "";
  const from = (next || proposed).slice(0, 10) || today();
  const chosenDay = draft.start?.length === 10 ? draft.start : "";
  const nearest = useNearest(next, asked);
  const [soonest = ""] = useFree(chosenDay || from, asked, false);
  const ready = chosenDay
    ? soonest.startsWith(chosenDay)
      ? soonest
      : chosenDay
    : nearest || (proposed.length > 10 ? proposed : soonest || proposed);
  const start = draft.start && !chosenDay ? draft.start : ready;
  // What was tapped in the calendar, or fits the last visit, keeps its time on another day.
  const unchosen = start === ready && !next && proposed.length <= 10;
  return { service, offered, able, pets, member, start, unchosen, ready, from, minutes, price, listed, modality };
}

/** The focus is first where something is missing, else on the time, the one thing that differs from booking to booking. */
function useFirstFocus(form: { current: HTMLFormElement | null }, errors: Errors): void {
  useEffect(() => {
    if (Object.keys(errors).length === 0) return;
    const first = form.current?.querySelector<HTMLElement>(
      ".field.wrong input:checked, .field.wrong input, .field.wrong textarea",
    );
    first?.focus();
    first?.closest(".field")?.scrollIntoView({ block: "center" });
  }, [errors]);
  useEffect(() => {
    const within = form.current;
    if (!within || within.contains(document.activeElement)) return;
    const sets = [...within.querySelectorAll<HTMLElement>("fieldset")];
    const open = sets.find((each) => each.querySelector("[type=radio]") && !each.querySelector(":checked"));
    const first =
      open?.querySelector<HTMLElement>("input") ??
      within.querySelector<HTMLElement>(".free :checked") ??
      within.querySelector<HTMLElement>("[type=date]");
    first?.focus({ preventScroll: true });
  }, []);
}
