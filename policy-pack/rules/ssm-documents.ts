import { fail, pass, undecided } from "../checks/conditions.ts";
import { json } from "../checks/json.ts";
import { assigned } from "../checks/plaintext.ts";
import { type Check, levels, service } from "../checks/rule.ts";
import { isPlaintextSecret } from "../checks/secret-patterns.ts";
import { known, list, read, text, word } from "../checks/values.ts";

/** The secret that a document has: a default of a parameter, or a variable that one of its scripts sets. */
function secretIn(content: string): string | undefined {
  const parsed = json(content);
  // Documents may be YAML too: there a script and a parameter are lines like others.
  if (parsed === undefined) return assigned(content.replace(/^[ \t]*-[ \t]+["']?/gm, ""));
  const parameters = Object.entries(Object(known(parsed, "parameters") ?? {}));
  const [named] = parameters.find(([name, each]) => isPlaintextSecret(name, text(each, "default") ?? "")) ?? [];
  if (named !== undefined) return `the parameter ${named}`;
  const steps = list(parsed, "mainSteps").map((step) => known(step, "inputs"));
  const tasks = Object.values(Object(known(parsed, "runtimeConfig") ?? {})).flatMap((task) => list(task, "properties"));
  return [...steps, ...tasks]
    .map((inputs) => assigned([...list(inputs, "runCommand"), ...list(inputs, "Script")].map(word).join("\n")))
    .find((name) => name !== undefined);
}

const hasNoSecret: Check = ({ value: props }) => {
  const content = read(props, "content");
  if (content.state === "unknown") return undecided("content");
  const found = content.state === "known" && typeof content.value === "string" ? secretIn(content.value) : undefined;
  return found === undefined ? pass : fail(`has the value of ${found} in content`);
};

export const ssmDocuments = service("AWS Systems Manager", [
  {
    name: "ssm-document-no-secrets",
    types: ["aws:ssm/document:Document"],
    description: "Systems Manager documents hold no secrets in scripts or defaults of parameters.",
    why: "Each principal with ssm:GetDocument reads the text of a document and of its older versions, and Run Command prints the default of a parameter in its history.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "refer to a parameter or secret in content, such as {{ssm-secure:name}} or a call of secretsmanager:GetSecretValue",
    check: hasNoSecret,
    ok: document("export DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id db)"),
    bad: document("export DB_PASSWORD=hunter2"),
    absent: "pass",
    unknown: "undecided",
  },
]);

function document(line: string): Record<string, string> {
  const steps = [{ action: "aws:runShellScript", name: "load", inputs: { runCommand: [line] } }];
  return { documentType: "Command", content: JSON.stringify({ schemaVersion: "2.2", mainSteps: steps }) };
}
