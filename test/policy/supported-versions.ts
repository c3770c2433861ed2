import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { kubernetes, otherSupported, postgres } from "../../components/versions.ts";

/** The pack's copy of the support dates, so that it works without the platform. */
export const file = "policy-pack/checks/supported-versions.ts";

type Dates = Readonly<Record<string, { standardSupportEnds: string }>>;

/** The text of the file. */
export function supportedText(): string {
  const table = (name: string, ...dates: Dates[]) => {
    const rows = dates.flatMap((each) => Object.entries(each));
    const lines = rows.map(([version, { standardSupportEnds }]) => `  "${version}": "${standardSupportEnds}",\n`);
    return `export const ${name}: Readonly<Record<string, string>> = {\n${lines.join("")}};\n`;
  };
  return [
    "// Made from components/versions.ts by test/policy/supported-versions.ts.\n\n",
    "/** Kubernetes minors in standard support of EKS, with its end. */\n",
    table("kubernetes", otherSupported.kubernetes, kubernetes),
    "\n/** PostgreSQL major versions in standard support of RDS, with its end. */\n",
    table("postgres", otherSupported.postgres, postgres).replaceAll(/"(\d+)":/g, "$1:"),
  ].join("");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) writeFileSync(file, supportedText());
