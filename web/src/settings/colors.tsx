import { Picks } from "../forms/picks";
import { t } from "../words";

/** The colours that services and labels may have: each stands out (3:1) from card and ground in both themes. */
export const PALETTE = {
  teal: "#14857d",
  blue: "#3a7bc8",
  violet: "#8663d0",
  raspberry: "#c44f84",
  orange: "#c9631a",
  brown: "#a86a2f",
  green: "#5b8a2e",
  grey: "#7d766c",
} as const;

/** The colour of the palette that the fewest of `used` have. */
export function nextColor(used: readonly (string | null | undefined)[]): string {
  const times = (color: string) => used.filter((each) => each === color).length;
  return Object.values(PALETTE).reduce((best, color) => (times(color) < times(best) ? color : best));
}

/** A colour by its name: nobody has to tell two dots apart. One that is not of the palette is offered as it is. */
export function ColorPicks({
  value,
  onChange,
}: {
  value: string | null | undefined;
  onChange: (color: string) => void;
}) {
  const named = Object.entries(PALETTE).map(([name, color]) => ({
    value: color as string,
    label: t(`business.color.${name}`),
    color,
  }));
  const own = value && !named.some((pick) => pick.value === value);
  return (
    <Picks
      label={t("business.color")}
      picks={own ? [{ value, label: t("business.color.own"), color: value }, ...named] : named}
      chosen={[value ?? ""]}
      onChange={([color = ""]) => onChange(color)}
    />
  );
}
