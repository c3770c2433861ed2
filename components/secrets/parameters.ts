import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Account, arn } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";

/** Arguments of Parameters. */
export interface ParametersArgs {
  /** Path of the parameters, for example /agents/prod. */
  path: string;
  /** Values of the parameters by name below the path; secrets belong in Secret. */
  values: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * Parameters of Parameter Store under one path, as plain strings.
 *
 * @example
 * import { account } from "../iam/account.ts";
 * import { Parameters, readParameters } from "./parameters.ts";
 *
 * new Parameters("settings", { path: "/agents/prod", values: { "bedrock/region": "us-east-1", "log-level": "info" } });
 * export const read = readParameters(account("111122223333", "us-east-1"), "/agents/prod");
 */
export class Parameters extends pulumi.ComponentResource {
  /** Path of the parameters, known when all exist. */
  readonly path: pulumi.Output<string>;

  constructor(name: string, args: ParametersArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:secrets:Parameters", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };

    const parameters = Object.entries(args.values).map(
      ([key, value]) =>
        new aws.ssm.Parameter(
          `${name}-${key.replaceAll("/", "-")}`,
          // Plain strings are shown in a preview, where configuration is reviewed.
          { name: `${args.path}/${key}`, type: "String", tier: "Standard", insecureValue: value, tags: { Name: key } },
          child,
        ),
    );

    this.path = pulumi.all(parameters.map(({ id }) => id)).apply(() => args.path);
    this.registerOutputs(outputs(this));
  }
}

/** Statement for reading the parameters under a path. */
export function readParameters(of: Account, path: string): Statement {
  const under = arn(of, "ssm", `parameter${path}`);
  return {
    Effect: "Allow",
    Action: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
    Resource: [under, `${under}/*`],
  };
}

const secretName = /password|passwd|secret|token|api[-_]?key|private[-_]?key/i;
const credential =
  /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY|\beyJ[\w-]{10,}\.eyJ|\bsk-[\w-]{20,}|:\/\/[^\s:/@]*:[^\s:/@]+@/;

function faults({ path, values }: ParametersArgs): string[] {
  return [
    ...(/^(?:\/[\w.-]+)+$/.test(path) && !/^\/(?:aws|ssm)/i.test(path)
      ? []
      : [
          `path must be /a/b of letters, digits and _.-, and start with neither /aws nor /ssm, got ${JSON.stringify(path)}`,
        ]),
    ...(Object.keys(values).length > 0 ? [] : ["values must have at least one entry, got none"]),
    ...Object.entries(values).flatMap(([key, value]) => [
      ...(/^[\w.-]+(?:\/[\w.-]+)*$/.test(key)
        ? []
        : [`values must have names of letters, digits and _.-/, got ${JSON.stringify(key)}`]),
      ...(secretName.test(key) || (typeof value === "string" && credential.test(value))
        ? [`values.${key} must not be a secret (use Secret), got one`]
        : []),
    ]),
  ];
}
