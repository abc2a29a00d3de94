import "./catalogue.css";
import { useId, useState } from "preact/hooks";
import { fold } from "../../../sync/fold.ts";
import { Icon, Sheet, TextField } from "../kit";
import { n, t } from "../words";

interface Option {
  value: string;
  label: string;
}

interface Props {
  label: string;
  value: Option;
  /** All there is, the likeliest first; asked for when the list is opened. */
  options: () => readonly Option[];
  /** A second word for an option that is in sight. */
  more?: (value: string) => string;
  hint?: string;
  onChange: (value: string) => void;
}

/** As many options as are drawn: who does not see theirs types a few letters. */
const DRAWN = 30;

/** One of hundreds: a sheet that finds it by a few letters of any of its words. */
export function LongChoice({ label, value, options, more, hint, onChange }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <span class="select">
        <button id={id} type="button" aria-label={`${label}: ${value.label}`} onClick={() => setOpen(true)}>
          {value.label}
        </button>
        <Icon name="down" />
      </span>
      {hint && <p class="field-hint">{hint}</p>}
      {open && (
        <Sheet title={label} onClose={() => setOpen(false)}>
          <Finder
            label={label}
            options={options}
            more={more}
            onChange={(chosen) => {
              setOpen(false);
              if (chosen !== value.value) onChange(chosen);
            }}
          />
        </Sheet>
      )}
    </div>
  );
}

function Finder({ label, options, more, onChange }: Pick<Props, "label" | "options" | "more" | "onChange">) {
  const [all] = useState(() => options().map((option) => ({ ...option, folded: fold(option.label) })));
  const [query, setQuery] = useState("");
  const parts = fold(query).split(" ").filter(Boolean);
  const found = all.filter(({ folded }) => parts.every((part) => folded.includes(part)));
  return (
    <>
      <TextField type="search" label={t("business.find")} value="" autoFocus onInput={setQuery} />
      <ul class="choose-client found whole" aria-label={label}>
        {found.slice(0, DRAWN).map(({ value, label }) => (
          <li key={value}>
            <button type="button" onClick={() => onChange(value)}>
              <span>{label}</span>
              {more && <span class="quiet figures">{more(value)}</span>}
            </button>
          </li>
        ))}
        {found.length === 0 && <li class="quiet">{t("business.find.none")}</li>}
        {found.length > DRAWN && <li class="quiet">{n("business.find.more", found.length - DRAWN)}</li>}
      </ul>
    </>
  );
}
