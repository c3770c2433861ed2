import { gist, type Reported } from "./findings.ts";

/** The findings as Markdown for a pull request comment, mandatory ones first. */
export function markdown(found: readonly Reported[]): string {
  const { mandatory = [], advisory = [] } = Object.groupBy(found, ({ level }) => level);
  const parts = [
    "# Policy findings",
    found.length === 0 ? "No findings." : `${mandatory.length} mandatory, ${advisory.length} advisory.`,
    ...section("Mandatory", mandatory),
    ...section("Advisory", advisory),
  ];
  return `${parts.join("\n\n")}\n`;
}

function section(title: string, found: readonly Reported[]): string[] {
  if (found.length === 0) return [];
  const rows = found.map((each) => {
    const [, , types = "", ...name] = each.urn.split("::");
    const resource = each.urn === "" ? "the stack" : `${types.split("$").at(-1)} ${name.join("::")}`;
    return `| ${each.severity} | ${each.rule} | ${cell(resource)} | ${cell(gist(each))} |`;
  });
  return [`## ${title}`, ["| Severity | Rule | Resource | Finding |", "|---|---|---|---|", ...rows].join("\n")];
}

function cell(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll("|", "\\|")
    .replaceAll("<", "&lt;")
    .split("\n")
    .map((line) => line.trim())
    .join(" ");
}
