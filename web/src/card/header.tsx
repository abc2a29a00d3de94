/** The head of a card: who, what to beware of, which animals, and everything that one does with a client in one tap. */
import "./header.css";
import { useState } from "preact/hooks";
import type { Card, Row } from "../../../sync/replica";
import type { Address, Contact } from "../../../sync/tables.gen";
import { live, seesMoney, withPets } from "../business";
import { Waiting } from "../clients/waiting";
import { BookingForm } from "../forms/booking";
import { PaymentForm } from "../forms/payment";
import { Avatar, Button, Chip, Icon, LinkButton } from "../kit";
import { Link } from "../router";
import { n, t } from "../words";
import { codeName, codesOf, isWarning } from "./codes";
import { entries } from "./entries";
import { MessageSheet } from "./message";
import { petSummary } from "./pets";
import { callLink, mapLink } from "./reach";

interface Props {
  card: Card;
  /** Where no heading of the page says whose card it is. */
  named?: boolean;
  /** Only the alerts and the actions: on a phone, where a tab needs the room. */
  short?: boolean;
}

export function CardHeader({ card, named, short }: Props) {
  const { cells } = card.client;
  const name = cells.name || t("clients.nameless");
  const labels = live("label").filter((label) => cells[`labels.${label.id}`]);
  const edge = labels.find((label) => label.cells.color)?.cells.color ?? "var(--accent)";
  const work = [cells.position, cells.company].filter(Boolean).join(" · ");
  return (
    <section class={short ? "card-head short" : "card-head"} aria-label={name}>
      <span class="card-tab" style={{ background: edge }} />
      {named && (
        <div class="card-who">
          <Avatar initials={initials(name)} />
          <h2>{name}</h2>
          <Waiting row={card.client} />
        </div>
      )}
      {!short && (
        <>
          {work && <p class="quiet">{work}</p>}
          <div class="row">
            <Chip tone={cells.status === "lead" ? "accent" : undefined}>
              {t(`card.status.${cells.status ?? "active"}`)}
            </Chip>
            {labels.map((label) => (
              <Chip key={label.id} color={label.cells.color ?? undefined}>
                {label.cells.name}
              </Chip>
            ))}
          </div>
        </>
      )}
      <Pinned card={card} />
      {!short && withPets.value && card.pets.length > 0 && (
        <ul class="card-pets" aria-label={t("card.pets")}>
          {card.pets.map((pet) => (
            <PetLine key={pet.id} pet={pet} />
          ))}
        </ul>
      )}
      <Actions card={card} />
    </section>
  );
}

/** The same at the top of the page. It is drawn only: the page has a heading of its own. */
export function CardTitle({ card }: { card: Card }) {
  const name = card.client.cells.name || t("clients.nameless");
  return (
    <span class="card-who" aria-hidden="true">
      <Avatar initials={initials(name)} />
      <span class="card-title">{name}</span>
      <Waiting row={card.client} />
    </span>
  );
}

/** The first letters of the first and the last word of a name. */
function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => Array.from(word ?? "")[0]?.toLocaleUpperCase() ?? "").join("");
}

/** Pinned notes, in amber, always in view: two of them, the others one tap away. */
function Pinned({ card }: { card: Card }) {
  const pinned = card.notes.filter((note) => note.cells.pinned);
  return (
    <>
      {pinned.slice(0, 2).map((note) => (
        <p class="alert" key={note.id}>
          <Icon name="pin" />
          <span>{note.cells.body}</span>
        </p>
      ))}
      {pinned.length > 2 && (
        <Link to={`/clients/${card.client.id}/notes`}>{n("card.more_alerts", pinned.length - 2)}</Link>
      )}
    </>
  );
}

function PetLine({ pet }: { pet: Row<"pet"> }) {
  return (
    <li>
      <Icon name="pet" />
      <span>
        <strong>{pet.cells.name || t("card.pet.nameless")}</strong> <span class="quiet">{petSummary(pet)}</span>
        {codesOf(pet).map((code) => (
          <>
            {" "}
            <Chip key={code} tone={isWarning(code) ? "amber" : undefined}>
              {codeName(code)}
            </Chip>
          </>
        ))}{" "}
        <Waiting row={pet} />
      </span>
    </li>
  );
}

function Actions({ card }: { card: Card }) {
  const [sheet, setSheet] = useState<"message" | "book" | "pay" | null>(null);
  const { cells } = card.client;
  const phone = entries<Contact>(cells, "phones").find(({ value }) => value.value)?.value.value;
  const email = entries<Contact>(cells, "emails").find(({ value }) => value.value)?.value.value;
  const address = entries<Address>(cells, "addresses")[0]?.value;
  const close = () => setSheet(null);
  return (
    <div class="card-actions">
      {phone && (
        <LinkButton href={callLink(phone)} icon="phone">
          {t("card.call")}
        </LinkButton>
      )}
      {(phone || email) && (
        <Button icon="message" onClick={() => setSheet("message")}>
          {t("card.message")}
        </Button>
      )}
      {address && (
        <LinkButton href={mapLink(address)} icon="map">
          {t("card.directions")}
        </LinkButton>
      )}
      <Button icon="book" kind="primary" onClick={() => setSheet("book")}>
        {t("card.book")}
      </Button>
      {seesMoney.value && (
        <Button icon="cash" onClick={() => setSheet("pay")}>
          {t("card.take_payment")}
        </Button>
      )}
      {sheet === "message" && <MessageSheet client={card.client} onClose={close} />}
      {sheet === "book" && <BookingForm client={card.client.id} onClose={close} />}
      {sheet === "pay" && <PaymentForm card={card} onClose={close} />}
    </div>
  );
}
