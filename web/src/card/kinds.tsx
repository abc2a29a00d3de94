import { Choice } from "../kit";
import { has, t } from "../words";

/** The kinds offered for phones, emails and addresses; imports bring others, which are kept as they are. */
const KINDS = {
  phones: ["mobile", "home", "work", "other"],
  emails: ["home", "work", "other"],
  addresses: ["home", "work", "billing", "other"],
};

export type Collection = keyof typeof KINDS;

/** The kind of a new entry. */
export const firstKind = (collection: Collection): string => KINDS[collection][0] ?? "";

/** Which kind of phone, email or address it is. */
export function KindChoice(props: { of: Collection; value: string; onChange: (kind: string) => void }) {
  const offered = KINDS[props.of];
  const kinds = !props.value || offered.includes(props.value) ? offered : [...offered, props.value];
  const name = (kind: string) => (has(`card.kind.${kind}`) ? t(`card.kind.${kind}`) : kind);
  return (
    <Choice
      label={t("card.kind")}
      value={props.value || firstKind(props.of)}
      onChange={props.onChange}
      options={kinds.map((kind) => ({ value: kind, label: name(kind) }))}
    />
  );
}
