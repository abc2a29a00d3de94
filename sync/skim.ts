/**
 * Reads a block's rows out of their JSON as lists and sums look at them. `JSON.parse` takes twice as long: the keys of
 * collections give nearly every row a shape of its own, and stamps are parsed that nobody looks at.
 */
import { type Collections, type Plain, plain } from "./row.ts";
import type { TableName } from "./tables.gen.ts";
import type { Values } from "./wire.ts";

/** A row without own edits, and where its JSON stands in the text of its block. */
export interface Skimmed extends Plain {
  from: number;
  to: number;
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const LIST = 91;
const END_OF_LIST = 93;
const OBJECT = 123;
const END_OF_OBJECT = 125;
const WORDS: Readonly<Record<number, [length: number, value: unknown]>> = {
  102: [5, false],
  110: [4, null],
  116: [4, true],
};
const STRING = /"(?:[^"\\]|\\.)*"/y;

/** The rows of a block. Raises SyntaxError where the text is no list of rows in JSON without spaces. */
export function skim(text: string): Skimmed[] {
  return new Skim(text).rows();
}

class Skim {
  readonly #text: string;
  #at = 0;
  /** The first backslash that was not passed when it was looked for. */
  #escape = -1;

  constructor(text: string) {
    this.#text = text;
  }

  rows(): Skimmed[] {
    const rows: Skimmed[] = [];
    this.#each(LIST, END_OF_LIST, () => rows.push(this.#row()));
    return rows;
  }

  #row(): Skimmed {
    const from = this.#at;
    const cells: Values = {};
    const of: Collections = {};
    let [table, id]: [TableName | "", string] = ["", ""];
    this.#object((key) => {
      if (key === "t") table = this.#string() as TableName;
      else if (key === "i") id = this.#string();
      else if (key !== "v") this.#value();
      else {
        this.#object((cell) => {
          const dot = cell.indexOf(".");
          if (dot < 0) {
            cells[cell] = this.#value();
            return;
          }
          const name = cell.slice(0, dot);
          of[name] ??= [];
          of[name].push([cell.slice(dot + 1), this.#value()]);
        });
      }
    });
    const to = this.#at;
    if (!table) throw this.#fault();
    // Whether a row is deleted is a matter of stamps.
    const hidden =
      cells.erased === true || (cells.deleted === true && plain(JSON.parse(this.#text.slice(from, to))).hidden);
    return { table, id, cells: cells as Plain["cells"], of, waiting: false, hidden, from, to };
  }

  #value(): unknown {
    const text = this.#text;
    const first = text.charCodeAt(this.#at);
    if (first === QUOTE) return this.#string();
    if (first === OBJECT) {
      const values: Values = {};
      this.#object((key) => {
        values[key] = this.#value();
      });
      return values;
    }
    if (first === LIST) {
      const values: unknown[] = [];
      this.#each(LIST, END_OF_LIST, () => values.push(this.#value()));
      return values;
    }
    const word = WORDS[first];
    const from = this.#at;
    if (word) {
      this.#at += word[0];
      return word[1];
    }
    let code = first;
    // Up to what ends a value, or the end of the text.
    while (code > COMMA || code === 43)
      code = code === END_OF_LIST || code === END_OF_OBJECT ? 0 : text.charCodeAt(++this.#at);
    return JSON.parse(text.slice(from, this.#at));
  }

  #string(): string {
    const text = this.#text;
    const from = this.#at + 1;
    const to = text.indexOf('"', from);
    if (this.#escape < from) {
      this.#escape = text.indexOf("\\", from);
      if (this.#escape < 0) this.#escape = text.length;
    }
    if (to >= 0 && to < this.#escape) {
      this.#at = to + 1;
      return text.slice(from, to);
    }
    STRING.lastIndex = this.#at;
    const found = STRING.exec(text)?.[0];
    if (!found) throw this.#fault();
    this.#at += found.length;
    return JSON.parse(found);
  }

  /** Passes an object; `take` passes the value of each key. */
  #object(take: (key: string) => void): void {
    this.#each(OBJECT, END_OF_OBJECT, () => {
      const key = this.#string();
      this.#pass(COLON);
      take(key);
    });
  }

  #each(begin: number, end: number, take: () => void): void {
    this.#pass(begin);
    if (this.#text.charCodeAt(this.#at) === end) {
      this.#at += 1;
      return;
    }
    for (;;) {
      take();
      if (this.#text.charCodeAt(this.#at) === end) break;
      this.#pass(COMMA);
    }
    this.#at += 1;
  }

  #pass(code: number): void {
    if (this.#text.charCodeAt(this.#at) !== code) throw this.#fault();
    this.#at += 1;
  }

  #fault(): SyntaxError {
    return new SyntaxError(`no row at ${this.#at}`);
  }
}
