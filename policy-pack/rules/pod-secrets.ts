import { all, each, fail, pass, undecided, unset } from "../checks/conditions.ts";
import { eachContainer, workloads } from "../checks/pods.ts";
import { type Check, levels, type Props, type ResourceRule } from "../checks/rule.ts";
import { credential, isPlaintextSecret } from "../checks/secret-patterns.ts";
import { known, list, read, text, word } from "../checks/values.ts";

const configMap = "kubernetes:core/v1:ConfigMap";

/** What is wrong with the value under a name, if it is a secret. */
function exposed(name: string, content: unknown): boolean {
  return typeof content === "string" && (isPlaintextSecret(name, content) || credential(content) !== undefined);
}

/** A flag may name a Secret by what it is called; what ends in password or key it gives itself. */
function given(argument: unknown): boolean {
  const [, flag = "", content = ""] = /^--?([\w.-]+)=(.+)$/.exec(word(argument)) ?? [];
  return !/secret$/i.test(flag) && isPlaintextSecret(flag, content);
}

/** The name of a secret in a file of settings, a line each; other files hold code, whose values are not to be told from names. */
function written(file: string, content: string): string | undefined {
  if (!/\.(?:ya?ml|properties|ini|conf|cfg|toml|env)$/.test(file)) return undefined;
  const lines = content.matchAll(
    /^[ \t-]*["']?([\w.-]+)["']?[ \t]*[:=][ \t]*["']?([^\s"'${}()<>[\],;]{4,})["']?[ \t]*$/gm,
  );
  return [...lines].find(([, name = "", value = ""]) => !/secret$/i.test(name) && isPlaintextSecret(name, value))?.[1];
}

const noSecretVariables: Check = ({ value: container, path }) => {
  const argument = [...list(container, "args"), ...list(container, "command")].find(given);
  if (argument !== undefined) return fail(`holds the value of ${word(argument).replace(/=.*$/s, "")} in ${path}`);
  const found = list(container, "env").find((each) => exposed(text(each, "name") ?? "", known(each, "value")));
  return found === undefined ? pass : fail(`holds the value of ${text(found, "name")} in ${path}.env`);
};

const noSecretData: Check = ({ value: props }) => {
  const data = read(props, "data");
  if (data.state === "unknown") return undecided("data");
  const entries = Object.entries(data.state === "known" ? Object(data.value) : {});
  const found = entries.find(([key, held]) => exposed(key, held));
  if (found !== undefined) return fail(`holds the value of ${found[0]} in data`);
  const lines = entries.flatMap(([file, held]) => written(file, word(held)) ?? []);
  return lines.length === 0 ? pass : fail(`holds the value of ${lines[0]} in a file in data`);
};

/** How secrets come to pods. */
export const podSecrets: readonly ResourceRule[] = [
  {
    name: "k8s-secrets-as-files",
    types: workloads,
    description: "Secrets come to a container as files, which neither its children nor its error reports inherit.",
    severity: "low",
    // Many programs read nothing but their environment, and a Secret that is referred to is in no state and no log.
    levels: levels("A/A/A"),
    controls: ["CIS EKS 1.7 4.4.1", "CKV_K8S_35"],
    fix: "set volumes with the secret instead of secretKeyRef in env and secretRef in envFrom",
    check: eachContainer(all(each("env", unset("valueFrom.secretKeyRef")), each("envFrom", unset("secretRef")))),
    ok: one({ volumeMounts: [{ name: "secrets", mountPath: "/secrets" }] }),
    bad: one({ env: [{ name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } }] }),
  },
  {
    name: "k8s-no-literal-secret-env",
    types: [...workloads, configMap],
    description: "No secret stands in an environment variable or in a ConfigMap.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["CIS EKS 1.7 4.4.2"],
    fix: "set valueFrom to a Secret instead of value, and leave secrets out of args and of files in data",
    check: (scope) => (scope.resource.type === configMap ? noSecretData : eachContainer(noSecretVariables))(scope),
    ok: one({ env: [{ name: "DB_PASSWORD_FILE", value: "/secrets/password" }] }),
    bad: one({ env: [{ name: "DB_PASSWORD", value: "hunter2" }] }),
  },
  {
    name: "k8s-secret-not-in-program",
    types: ["kubernetes:core/v1:Secret"],
    description: "Secrets reach the cluster from Secrets Manager, not through the program and its state.",
    severity: "medium",
    levels: levels("A/A/M"),
    controls: ["CIS EKS 1.7 4.4.2"],
    fix: "declare an ExternalSecret, or a SecretProviderClass, instead of data and stringData",
    check: all(unset("data"), unset("stringData")),
    ok: { type: "kubernetes.io/service-account-token" },
    bad: { data: { password: "aHVudGVyMg==" }, stringData: { password: "hunter2" } },
  },
];

function one(container: Props): Props {
  return { spec: { containers: [{ name: "api", ...container }] } };
}
