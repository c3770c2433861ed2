import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../refusal.ts";
import { type OptionalAddOn, optionalAddOns } from "../versions.ts";

export interface OptionalAddOnsArgs {
  /** Name of the cluster; it must have nodes, on which the add-ons run. */
  clusterName: pulumi.Input<string>;
  /** Add-ons by name; adot needs cert-manager. */
  addOns: readonly OptionalAddOn[];
}

/** Add-ons of EKS that not every cluster needs, at their pinned builds: cert-manager, and AWS Distro for OpenTelemetry's operator. */
export class OptionalAddOns extends pulumi.ComponentResource {
  constructor(name: string, args: OptionalAddOnsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cluster:OptionalAddOns", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };

    const addOn = (addonName: OptionalAddOn, dependsOn: aws.eks.Addon[]) =>
      new aws.eks.Addon(
        `${name}-${addonName}`,
        {
          clusterName: args.clusterName,
          addonName,
          addonVersion: optionalAddOns[addonName],
          resolveConflictsOnCreate: "OVERWRITE",
          resolveConflictsOnUpdate: "OVERWRITE",
        },
        { ...child, dependsOn },
      );
    const certificates = args.addOns.includes("cert-manager") ? [addOn("cert-manager", [])] : [];
    // The operator's webhooks ask cert-manager for their certificates.
    if (args.addOns.includes("adot")) addOn("adot", certificates);
    this.registerOutputs({});
  }
}

function faults({ addOns }: OptionalAddOnsArgs): string[] {
  return addOns.includes("adot") && !addOns.includes("cert-manager")
    ? [`addOns must list cert-manager where they list adot, got ${addOns.join(", ")}`]
    : [];
}
