import { credential, hasSecretName } from "./secret-patterns.ts";
import { sensitive } from "./sensitive-inputs.ts";

/** Properties with whatever their author writes, such as the token in a kubeconfig or the password in a script. */
const free =
  /(?:^|\.)(?:kubeconfig|userData(?:Base64)?|containerDefinitions|environment(?:Variables)?|variables|data|stringData|values|args|command)(?:[.[]|$)|(?:^|\.)settings\[/;

/** A value for a message, or that it is not shown: messages reach logs, reports and comments on pull requests. */
export function quoted(type: string, path: string, value: unknown): string {
  const text = JSON.stringify(value) ?? typeof value;
  if (
    (free.test(path) && !/^tags/.test(path)) ||
    isSensitive(type, path) ||
    credential(text) !== undefined ||
    namesSecret(path, value)
  )
    return "(value not shown)";
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** Whether a path is one of the type's secret inputs, or is above or below one. */
function isSensitive(type: string, path: string): boolean {
  const keys = path.replaceAll(/\[(\d+)\]/g, ".$1").split(".");
  const listed = Object.hasOwn(sensitive, type) ? (sensitive[type] ?? []) : [];
  return listed.some((each) => {
    const wanted = each.split(".");
    const common = Math.min(wanted.length, keys.length);
    return wanted.slice(0, common).every((key, at) => key === "*" || key === keys[at]);
  });
}

/** Whether the name of the property, or a name inside its value, is that of a secret. */
function namesSecret(path: string, value: unknown): boolean {
  if (hasSecretName(path.split(".").at(-1) ?? "")) return typeof value === "string";
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => namesSecret(key, inner));
}
