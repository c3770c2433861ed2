import { make } from "./data.ts";

/** Columns sort by a button in their heads; a field shows only the rows with its words. */
export function tables(): void {
  for (const block of document.querySelectorAll<HTMLElement>(".block.table")) {
    const body = block.querySelector("tbody");
    if (body === null) continue;
    const rows = [...body.rows];
    sorting(block, body, rows);
    filtering(block, rows);
  }
}

function sorting(block: HTMLElement, body: HTMLTableSectionElement, rows: HTMLTableRowElement[]): void {
  const heads = [...block.querySelectorAll<HTMLTableCellElement>("thead th")];
  for (const [column, head] of heads.entries()) {
    const button = make("button", "sort", ...head.childNodes);
    button.type = "button";
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const falling = head.ariaSort === "ascending";
      for (const each of heads) each.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", falling ? "descending" : "ascending");
      const sign = falling ? -1 : 1;
      body.append(...rows.toSorted((one, other) => sign * compared(one.cells[column], other.cells[column])));
    });
  }
}

const order = new Intl.Collator("en", { numeric: true });

/** Numbers by value, texts by the alphabet, empty cells last. */
function compared(one?: HTMLTableCellElement, other?: HTMLTableCellElement): number {
  const [left, right] = [one?.dataset["value"], other?.dataset["value"]];
  if (left !== undefined && right !== undefined) return Number(left) - Number(right);
  const [text, against] = [one?.textContent ?? "", other?.textContent ?? ""];
  return text === "" || against === "" ? against.length - text.length : order.compare(text, against);
}

function filtering(block: HTMLElement, rows: readonly HTMLTableRowElement[]): void {
  const [field, said] = [block.querySelector(".filter input"), block.querySelector(".filter output")];
  if (!(field instanceof HTMLInputElement) || said === null) return;
  const texts = rows.map((row) => (row.textContent ?? "").toLowerCase());
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let visible = 0;
    for (const [at, row] of rows.entries()) {
      row.hidden = !words.every((word) => texts[at]?.includes(word));
      if (!row.hidden) visible += 1;
    }
    said.textContent = words.length === 0 ? "" : `${visible} of ${rows.length}`;
  });
}
