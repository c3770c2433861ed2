import { secretVariables } from "../components/workload/external-secrets.ts";
import type { Workload } from "../components/workload/workload.ts";
import type { DeploymentDefinition } from "./deployments.ts";
import type { LocalDefinition } from "./local.ts";
import type { MadeStore } from "./local-stores.ts";
import { variable } from "./services.ts";
import type { ByName } from "./table.ts";
import { each } from "./table.ts";

/** The secrets of a workload, which somebody puts into the cluster: its own, and the passwords of its stores. */
export function localSecrets({ secrets }: DeploymentDefinition, stores: readonly MadeStore[]): Workload["secrets"] {
  const own = each(secrets, (_, { secret: __, ...where }) => where);
  const passwords = stores.map(({ kind, name, storeName }) => {
    return [variable(kind, name, "password"), { objectName: storeName, key: "password" }] as const;
  });
  return { ...own, ...Object.fromEntries(passwords) };
}

/**
 * A shell command for each Secret, by namespace and name. What a person knows is asked for, past the shell's history and the list of
 * processes; a password that is for machines alone is drawn, and put wherever it is needed.
 */
export function secretCommands(
  at: (namespace: string) => string,
  { deployments, stores: { namespace } }: LocalDefinition,
  stores: readonly MadeStore[],
): ByName<string> {
  const wanted = Object.values(deployments).flatMap((row) =>
    secretVariables(row.deploymentName, localSecrets(row, [])).map((each) => ({ ...each, of: row.namespace })),
  );
  const byObject = Object.groupBy(wanted, ({ of, objectName }) => `${of}/${objectName}`);
  const asked = Object.entries(byObject).map(([place, variables = []]) => {
    const keys = new Set(variables.map(({ key }) => key));
    const [of = "", objectName = ""] = place.split("/");
    const ask = `printf '%s: ' "$KEY" >&2 && read -rs VALUE && printf '%s=%s\\n' "$KEY" "$VALUE"`;
    const create = `${at(of)} create secret generic ${objectName} --from-env-file=/dev/stdin`;
    return [place, `for KEY in ${[...keys].join(" ")}; do ${ask}; done | ${create}`];
  });
  const drawn = stores.map(({ storeName, users }) => {
    const places = new Set([namespace, ...users.map((user) => deployments[user]?.namespace ?? user)]);
    const put = [...places].map(
      (of) => `printf %s "$VALUE" | ${at(of)} create secret generic ${storeName} --from-file=password=/dev/stdin`,
    );
    return [`${namespace}/${storeName}`, ["VALUE=$(openssl rand -hex 24)", ...put].join(" && ")];
  });
  return Object.fromEntries([...asked, ...drawn]);
}
