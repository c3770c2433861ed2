import { spawnSync } from "node:child_process";
import { z } from "zod";
import { definitionsOf } from "../../rehearsal/kubernetes/custom-definitions.ts";
import { validatorSync } from "../validators.ts";

/** An object that is to be created, or to take the place of an older one. */
export interface Request {
  /** Repeated in the verdict. */
  id: string;
  object: Readonly<Record<string, unknown>>;
  /**
   * The object as it stands in the cluster.
   * @default the object is created
   */
  old?: Readonly<Record<string, unknown>>;
  /**
   * Labels of the object's namespace; they name its Pod Security Standard.
   * @default no labels: pods may be privileged
   */
  namespaceLabels?: Readonly<Record<string, string>>;
}

export interface Verdict {
  id: string;
  /** Why the API server refuses the object, with the path of the field. */
  faults: string[];
  /** What the API server warns of, deprecated API versions among it. */
  warnings: string[];
}

const verdict = z.strictObject({ id: z.string(), faults: z.array(z.string()), warnings: z.array(z.string()) });

/** What the API server says of objects: strict decoding, defaults, validation, custom resources' CEL rules and Pod Security. */
export function verdicts(requests: readonly Request[]): Verdict[] {
  const input = requests.map((each) => JSON.stringify(each)).join("\n");
  const { stdout, stderr, status, error } = spawnSync(
    validatorSync("kubernetes-validation"),
    definitionsOf(requests.map(kindOf)),
    {
      input,
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024,
    },
  );
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`kubernetes-validation: ${stderr}`);
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines.map((line) => verdict.parse(JSON.parse(line)));
}

/** The API group and the kind of an object, for example apps/Deployment, or /Service of the core group. */
export function kindOf({ object }: Pick<Request, "object">): string {
  const { apiVersion, kind } = object;
  const [group, version] = String(apiVersion ?? "").split("/");
  return `${version === undefined ? "" : group}/${String(kind ?? "")}`;
}
