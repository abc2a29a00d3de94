import { useEffect } from "preact/hooks";
import { today } from "../business";
import { go } from "../router";
import { mondayOf, weekOf } from "./week";

/** `/calendar/week/2026-W47` opens the agenda in that week: at today when it is this one, else at its Monday. */
export default function WeekPath({ week = "" }: { week?: string }) {
  useEffect(() => {
    const now = today();
    const monday = mondayOf(week) ?? now;
    go(`/calendar/${weekOf(monday, 1).includes(now) ? now : monday}`, { replace: true });
  }, [week]);
  return null;
}
