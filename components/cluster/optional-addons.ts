import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { type OptionalAddon, optionalAddons } from "../versions.ts";

/** Arguments of OptionalAddons. */
export interface OptionalAddonsArgs {
  /** Name of the cluster; it must have nodes for the add-ons' pods. */
  clusterName: pulumi.Input<string>;
  /** Add-ons by name; adot needs cert-manager. */
  addons: readonly OptionalAddon[];
}

/** EKS add-ons that only some clusters need, at their pinned versions: cert-manager, and AWS Distro for OpenTelemetry. */
export class OptionalAddons extends pulumi.ComponentResource {
  constructor(name: string, args: OptionalAddonsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cluster:OptionalAddons", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };

    const addon = (addonName: OptionalAddon, dependsOn: aws.eks.Addon[]) =>
      new aws.eks.Addon(
        `${name}-${addonName}`,
        {
          clusterName: args.clusterName,
          addonName,
          addonVersion: optionalAddons[addonName],
          resolveConflictsOnCreate: "OVERWRITE",
          resolveConflictsOnUpdate: "OVERWRITE",
        },
        { ...child, dependsOn },
      );
    const certificates = args.addons.includes("cert-manager") ? [addon("cert-manager", [])] : [];
    // The operator's webhooks need a certificate of cert-manager.
    if (args.addons.includes("adot")) addon("adot", certificates);
    this.registerOutputs(outputs(this));
  }
}

function faults({ addons }: OptionalAddonsArgs): string[] {
  return addons.includes("adot") && !addons.includes("cert-manager")
    ? [`addons must list cert-manager where they list adot, got ${addons.join(", ")}`]
    : [];
}
