/** The custom fields that a form asks, and what was answered there. */
import type { Row } from "../../../sync/replica";
import { type Answer, AnswerField, checked } from "../card/answer";
import { fieldsOn } from "../card/custom";
import { t } from "../words";

/** What was answered so far, by field, as typed. */
export type Answers = Readonly<Record<string, Answer>>;

/** The fields on a table that a form asks, in the business's order. */
export const askedBy = (form: "client" | "booking", on: "client" | "pet" | "booking"): Row<"field">[] =>
  fieldsOn(on).filter(({ cells }) => cells[`asked_by.${form}`] === true);

/** What is wrong with the answers, by field, in words: one that is required and missing, or that does not fit. */
export function wrongAnswers(fields: readonly Row<"field">[], answers: Answers): Record<string, string> {
  const said = fields.map((field): [string, string] => {
    const { value, wrong } = checked(field, answers[field.id]);
    const empty = value === null || value === false;
    return [field.id, wrong || (field.cells.required && empty ? t("fields.wrong.required") : "")];
  });
  return Object.fromEntries(said.filter(([, wrong]) => wrong));
}

/** The answers as cells of the collection that keeps them. */
export function answerCells<C extends "custom" | "answers">(
  collection: C,
  fields: readonly Row<"field">[],
  answers: Answers,
): Record<`${C}.${string}`, string | number | boolean> {
  const given = fields.map((field) => [`${collection}.${field.id}`, checked(field, answers[field.id]).value]);
  return Object.fromEntries(given.filter(([, value]) => value !== null));
}

interface Props {
  fields: readonly Row<"field">[];
  answers: Answers;
  errors: Readonly<Record<string, string>>;
  onAnswer: (answers: Answers) => void;
}

/** The inputs of the fields that a form asks. */
export function Asked({ fields, answers, errors, onAnswer }: Props) {
  return (
    <>
      {fields.map((field) => (
        <AnswerField
          key={field.id}
          form
          field={field}
          value={answers[field.id]}
          error={errors[field.id] ?? ""}
          onAnswer={(answer) => onAnswer({ ...answers, [field.id]: answer })}
        />
      ))}
    </>
  );
}
