import { secretVariables } from "../../components/workload/external-secrets.ts";
import type { Workload } from "../../components/workload/workload.ts";
import type { DeploymentDefinition } from "../deployments.ts";
import { variable } from "../endpoints.ts";
import { type ByName, each, rowOf, rows } from "../table.ts";
import type { LocalDefinition } from "./definition.ts";
import type { LocalStore } from "./stores.ts";

/** The secrets of a workload, which an operator puts into the cluster: its own, and the passwords of its stores. */
export function localSecrets({ secrets }: DeploymentDefinition, stores: readonly LocalStore[]): Workload["secrets"] {
  const own = each(secrets, (_, { secret: __, ...where }) => where);
  const passwords = stores.map(({ kind, name, storeName }) => {
    return [variable(kind, name, "password"), { objectName: storeName, key: "password" }] as const;
  });
  return { ...own, ...Object.fromEntries(passwords) };
}

/**
 * A shell command for each Secret, by namespace and name. It prompts for values that a person knows, which keeps them out of the
 * shell's history and the list of processes; the password of a store is generated, for every namespace that needs it.
 * `pulumi stack output` prints JSON, so the commands have no double quote and no backslash.
 */
export function secretCommands(
  at: (namespace: string) => string,
  { deployments, stores: { namespace } }: LocalDefinition,
  stores: readonly LocalStore[],
): ByName<string> {
  const wanted = rows(deployments).flatMap(([, row]) =>
    secretVariables(row.deploymentName, localSecrets(row, [])).map((each) => ({ ...each, of: row.namespace })),
  );
  const byObject = Object.groupBy(wanted, ({ of, objectName }) => `${of}/${objectName}`);
  const asked = Object.entries(byObject).map(([place, variables = []]) => {
    const keys = new Set(variables.map(({ key }) => key));
    const [of = "", objectName = ""] = place.split("/");
    const ask = `printf '%s: ' $KEY >&2 && IFS= read -rs VALUE && printf '%s=' $KEY && VALUE=$VALUE printenv VALUE`;
    const create = `${at(of)} create secret generic ${objectName} --from-env-file=/dev/stdin`;
    return [place, `for KEY in ${[...keys].join(" ")}; do ${ask}; done | ${create}`];
  });
  const drawn = stores.map(({ storeName, users }) => {
    const places = new Set([namespace, ...users.map((user) => rowOf(deployments, user)?.namespace ?? user)]);
    const put = [...places].map(
      (of) => `printf %s $VALUE | ${at(of)} create secret generic ${storeName} --from-file=password=/dev/stdin`,
    );
    return [`${namespace}/${storeName}`, ["VALUE=$(openssl rand -hex 24)", ...put].join(" && ")];
  });
  return Object.fromEntries([...asked, ...drawn]);
}
