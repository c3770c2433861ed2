import type { PageData } from "../page-data.ts";
import type { Details } from "./details.ts";

/** Boxes of the diagrams open their details by click, Enter and Space, and show the lines that they have. */
export function boxes(data: PageData, panel: Details): void {
  for (const drawing of document.querySelectorAll<SVGElement>("svg.diagram")) {
    const lines = [...drawing.querySelectorAll<SVGElement>("g.line")];
    for (const box of drawing.querySelectorAll<SVGElement>("[role=button]")) {
      const id = box.dataset["box"] ?? "";
      const toggle = () => {
        if (box.getAttribute("aria-expanded") === "true") return panel.close();
        const { label, resources } = data.boxes[id] ?? { label: id, resources: [] };
        panel.open(label, resources, box);
      };
      box.addEventListener("click", toggle);
      box.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        toggle();
      });
      const light = (on: boolean) => () => {
        for (const line of lines) {
          const own = line.dataset["from"] === id || line.dataset["to"] === id;
          line.classList.toggle("lit", on && own);
        }
        drawing.classList.toggle("focused", on);
      };
      for (const event of ["mouseenter", "focus"]) box.addEventListener(event, light(true));
      for (const event of ["mouseleave", "blur"]) box.addEventListener(event, light(false));
    }
  }
}
