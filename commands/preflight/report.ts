import { styleText } from "node:util";
import type { Answered } from "./answers.ts";

const signs = { yes: "yes", no: "no ", unknown: " ? " } as const;
const colours = { yes: "green", no: "red", unknown: "yellow" } as const;

/** The needs as text: one line each, under the heading of its subject. */
export function report(stack: string, needs: readonly Answered[], asked: string | undefined): string {
  const subjects = Map.groupBy(needs, ({ subject }) => subject);
  const parts = [...subjects].map(([subject, own]) => {
    const width = Math.max(...own.map(({ what }) => what.length));
    return [subject, ...own.map((each) => line(each, Math.min(width, 64)))].join("\n");
  });
  return `${parts.join("\n\n")}\n\n${summary(stack, needs, asked)}\n`;
}

function line({ what, detail, answer }: Answered, width: number): string {
  const name = what.padEnd(width);
  if (answer === undefined) return `  ${name}  ${detail}`.trimEnd();
  const sign = styleText(colours[answer.verdict], signs[answer.verdict], { stream: process.stdout });
  const said = answer.verdict === "yes" ? answer.said : `${detail}: ${answer.said}`;
  return `  ${sign}  ${name}  ${said}`.trimEnd();
}

function summary(stack: string, needs: readonly Answered[], asked: string | undefined): string {
  if (asked === undefined)
    return `${stack} needs ${needs.length} things. The account was not asked, because there are no credentials.`;
  const count = (verdict: string) => needs.filter(({ answer }) => answer?.verdict === verdict).length;
  return `${stack} needs ${needs.length} things of account ${asked}: ${count("yes")} yes, ${count("no")} no, ${count("unknown")} that could not be asked.`;
}
