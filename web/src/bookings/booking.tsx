/** One booking: /bookings/<id>. Who, what, when and for how much, and everything that can be done with it. */
import { useEffect, useState } from "preact/hooks";
import { type Card, replica } from "../../../sync/replica";
import { Empty, LinkButton, Page } from "../kit";
import { t } from "../words";
import { type Booking, serviceOf } from "./about";
import { BookingBody } from "./body";

/** The screen. A booking is found by its client, whose card holds it. */
export default function BookingScreen({ id }: { id: string }) {
  const [client, setClient] = useState<string | null>();
  useEffect(() => {
    let current = true;
    void replica.booking(id).then((found) => current && setClient(found));
    return () => {
      current = false;
    };
  }, [id]);
  if (client === undefined) return <Page title={t("bookings.booking")} heading={null} children={null} />;
  if (client === null) return <Gone />;
  return <OfClient id={id} client={client} />;
}

function OfClient({ id, client }: { id: string; client: string }) {
  const card = replica.card(client).value;
  if (card === undefined) return <Page title={t("bookings.booking")} heading={null} children={null} />;
  const booking = card?.bookings.find((each) => each.id === id);
  if (!card || !booking) return <Gone />;
  return <Found booking={booking} card={card} />;
}

function Found({ booking, card }: { booking: Booking; card: Card }) {
  return (
    <Page title={serviceOf(booking)} back={`/clients/${card.client.id}/bookings`}>
      <BookingBody booking={booking} card={card} />
    </Page>
  );
}

/** Deleted, or a link to a booking that this phone does not hold. */
function Gone() {
  return (
    <Page title={t("bookings.booking")} heading={null} back="/calendar">
      <Empty
        icon="calendar"
        title={t("bookings.gone")}
        body={t("bookings.gone_more")}
        action={<LinkButton to="/calendar">{t("bookings.to_calendar")}</LinkButton>}
      />
    </Page>
  );
}
