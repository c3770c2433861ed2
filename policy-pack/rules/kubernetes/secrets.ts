import { all, each, fail, pass, undecided, unset } from "../../checks/conditions.ts";
import { podWith } from "../../checks/example.ts";
import { eachContainer, workloads } from "../../checks/pods.ts";
import { type Check, levels, service } from "../../checks/rule.ts";
import { credential, isPlaintextSecret } from "../../checks/secret-patterns.ts";
import { known, list, read, text, word } from "../../checks/values.ts";

const configMap = "kubernetes:core/v1:ConfigMap";

/** Whether the value of a name is a plaintext secret. */
function holdsSecret(name: string, content: unknown): boolean {
  return typeof content === "string" && (isPlaintextSecret(name, content) || credential(content) !== undefined);
}

/** Whether an argument contains a secret; flags that end in secret name a Secret. */
function isSecretArgument(argument: unknown): boolean {
  const [, flag = "", content = ""] = /^--?([\w.-]+)=(.+)$/.exec(word(argument)) ?? [];
  return !/secret$/i.test(flag) && isPlaintextSecret(flag, content);
}

/** The key of a secret in a configuration file; other files may be code, in which names are not keys. */
function secretLine(file: string, content: string): string | undefined {
  if (!/\.(?:ya?ml|properties|ini|conf|cfg|toml|env)$/.test(file)) return undefined;
  const lines = content.matchAll(
    /^[ \t]*(?:-{1,2}[ \t]*)?["']?(\w[\w.-]*)["']?[ \t]*[:=][ \t]*["']?([^\s"'${}()<>[\],;]{4,})["']?[ \t]*$/gm,
  );
  return [...lines].find(([, name = "", value = ""]) => !/secret$/i.test(name) && isPlaintextSecret(name, value))?.[1];
}

const noSecretVariables: Check = ({ value: container, path }) => {
  const argument = [...list(container, "args"), ...list(container, "command")].find(isSecretArgument);
  if (argument !== undefined) return fail(`contains the value of ${word(argument).replace(/=.*$/s, "")} in ${path}`);
  const found = list(container, "env").find((each) => holdsSecret(text(each, "name") ?? "", known(each, "value")));
  return found === undefined ? pass : fail(`contains the value of ${text(found, "name")} in ${path}.env`);
};

const noSecretData: Check = ({ value: props }) => {
  const data = read(props, "data");
  if (data.state === "unknown") return undecided("data");
  const entries = Object.entries(data.state === "known" ? Object(data.value) : {});
  const found = entries.find(([key, held]) => holdsSecret(key, held));
  if (found !== undefined) return fail(`contains the value of ${found[0]} in data`);
  const lines = entries.flatMap(([file, held]) => secretLine(file, word(held)) ?? []);
  return lines.length === 0 ? pass : fail(`contains the value of ${lines[0]} in a file in data`);
};

export const kubernetesSecrets = service("Kubernetes Secrets and service accounts", [
  {
    name: "k8s-secrets-as-files",
    types: workloads,
    description: "Pod containers read no Secrets through env or envFrom.",
    why: "Environment variables are inherited by child processes, often appear in crash reports and debug output, and keep the old value after a Secret changes until the pod restarts.",
    severity: "low",
    // Advisory: many programs read only environment variables, and a reference keeps the value out of the state.
    levels: levels("A/A/A"),
    controls: ["CIS EKS 1.7 4.4.1", "CKV_K8S_35"],
    fix: "set volumes with the secret instead of secretKeyRef in env and secretRef in envFrom",
    check: eachContainer(all(each("env", unset("valueFrom.secretKeyRef")), each("envFrom", unset("secretRef")))),
    ok: podWith({ volumeMounts: [{ name: "secrets", mountPath: "/secrets" }] }),
    bad: podWith({ env: [{ name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } }] }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-no-literal-secret-env",
    types: [...workloads, configMap],
    description: "Pods and ConfigMaps hold no plaintext secrets in env, arguments or data.",
    why: "A literal value is readable to every user that can get the pod or ConfigMap, often a wider group than can read Secrets, and it is copied into source code and state.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["CIS EKS 1.7 4.4.2"],
    fix: "set valueFrom to a Secret instead of value, and leave secrets out of args and of files in data",
    check: (scope) => (scope.resource.type === configMap ? noSecretData : eachContainer(noSecretVariables))(scope),
    ok: podWith({ env: [{ name: "DB_PASSWORD_FILE", value: "/secrets/password" }] }),
    bad: podWith({ env: [{ name: "DB_PASSWORD", value: "hunter2" }] }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-secret-not-in-program",
    types: ["kubernetes:core/v1:Secret"],
    description: "Kubernetes Secrets set neither data nor stringData.",
    why: "A value passed through the program is stored in Pulumi state and is current only until the next rotation in Secrets Manager, after which pods log in with an old password.",
    severity: "medium",
    levels: levels("A/A/M"),
    controls: ["CIS EKS 1.7 4.4.2"],
    fix: "declare an ExternalSecret, or a SecretProviderClass, instead of data and stringData",
    check: all(unset("data"), unset("stringData")),
    ok: { type: "Opaque" },
    bad: { data: { password: "aHVudGVyMg==" }, stringData: { password: "hunter2" } },
    absent: "pass",
    unknown: "fail",
  },
]);
