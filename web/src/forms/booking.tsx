import { useState } from "preact/hooks";
import { replica, type Stop } from "../../../sync/replica";
import { Button, Sheet } from "../kit";
import { entryOf } from "../today/entry";
import { t } from "../words";
import { cardOf } from "./book";
import { ChooseClient } from "./choose-client";
import { Details } from "./details";
import { blank, type Draft, forget, fresh, keep, left } from "./draft";

interface Props {
  /** Whose booking it is; asked for without it. */
  client?: string;
  /** A local day or time proposed: where the calendar was tapped. */
  start?: string;
  /** Who is proposed for it: the column that was tapped. */
  member?: string;
  /** How long it is proposed to be: the stretch that was drawn. */
  minutes?: number;
  /** Books the one that follows this: the same again, when the service is due again. */
  after?: Stop;
  onClose: () => void;
}

/** Books. For a client who is known: service, pets, who and a free time are all in sight and mostly filled in. */
export function BookingForm({ client, start = "", member, minutes, after, onClose }: Props) {
  const given = client ?? after?.client ?? "";
  const [draft, setDraft] = useState<Draft>(() => blank(given));
  const [begun, setBegun] = useState(() => left(given));
  const more = (said: Partial<Draft>) => setDraft((before) => ({ ...before, ...said }));
  const card = draft.fresh ? cardOf(draft.fresh) : draft.client ? replica.card(draft.client).value : undefined;
  const leave = () => {
    keep(draft);
    onClose();
  };
  const end = () => {
    if (!begun) forget();
    onClose();
  };
  return (
    <Sheet title={t("forms.booking_title")} onClose={leave}>
      {begun && (
        <Button
          wide
          icon="undo"
          onClick={() => {
            forget();
            setDraft(begun);
            setBegun(undefined);
          }}
        >
          {t("forms.continue", { client: begun.fresh?.name || entryOf(begun.client)?.name || t("clients.nameless") })}
        </Button>
      )}
      {!draft.client && !draft.fresh && (
        <ChooseClient onChoose={(id) => more({ client: id })} onNew={(name) => more({ fresh: fresh(name) })} />
      )}
      {card && (
        <Details
          key={begun ? draft.client : `again ${draft.client}`}
          card={card}
          draft={draft}
          onDraft={more}
          proposed={{ start, member, minutes, after }}
          onAnother={given ? undefined : () => more({ client: "", fresh: null, pets: null, address: null })}
          onCancel={end}
          onBooked={end}
        />
      )}
    </Sheet>
  );
}
