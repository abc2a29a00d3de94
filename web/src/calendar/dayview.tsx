import { useMemo } from "preact/hooks";
import { replica, type Stop } from "../../../sync/replica";
import { business, nameOf, zone } from "../business";
import { hoursOf } from "../forms/free";
import { useWide } from "../kit";
import { day, n, t } from "../words";
import { axisOf } from "./axis";
import { team, whose } from "./chosen";
import type { Column } from "./column";
import { Grid } from "./grid";
import { closedSpans, piecesOn } from "./pieces";

/** One day: on a desktop a column for each member shown, on a phone one for all of them. */
export function DayView({ days: [date = ""], stops }: { days: string[]; stops: Stop[] }) {
  const wide = useWide();
  const axis = useMemo(() => axisOf(date, zone.value), [date, zone.value]);
  const several = wide && team.value.length > 1;
  const members = several ? (whose.value.length ? whose.value : team.value.map(({ id }) => id)) : [];
  const columns = useMemo((): Column[] => {
    if (members.length < 2) {
      const only = members[0] ?? (whose.value.length === 1 ? whose.value[0] : undefined);
      return [{ ...column(date, stops, only), key: date, member: undefined, books: only }];
    }
    const known = new Set(members);
    const nobodys = stops.filter((stop) => !known.has(stop.member));
    const each = members.map((member) =>
      column(
        date,
        stops.filter((stop) => stop.member === member),
        member,
      ),
    );
    const left = column(date, nobodys, "");
    return left.pieces.length > 0 ? [...each, left] : each;
  }, [axis, stops, members.join(), business.value, replica.table("member").value]);
  return <Grid columns={columns} minutes={axis.minutes} />;

  function column(date: string, own: Stop[], member: string | undefined): Column {
    const pieces = piecesOn(axis, own);
    const name = member === undefined ? "" : nameOf("member", member) || t("calendar.nobody");
    const count = n("calendar.count", pieces.length);
    return {
      key: member ?? date,
      axis,
      top: 0,
      member,
      pieces,
      closed: closedSpans(axis, hoursOf(member ?? "")),
      label: [day(date, "long"), name, count].filter(Boolean).join(", "),
      head: members.length > 1 && <Head member={member ?? ""} name={name} count={pieces.length} />,
    };
  }
}

function Head({ member, name, count }: { member: string; name: string; count: number }) {
  const color = replica.table("member").value.get(member)?.cells.color;
  return (
    <div class="grid-head" aria-hidden="true">
      {color && <span class="dot" style={{ background: color }} />}
      <b>{name}</b>
      <span class="quiet figures">{count || ""}</span>
    </div>
  );
}
