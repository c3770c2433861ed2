import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";

/** Arguments of ImageReplication. */
export interface ImageReplicationArgs {
  /** Account of the registry. */
  account: Account;
  /** Prefixes of the names of the repositories that are replicated. */
  prefixes: readonly string[];
  /** Region code of the destination. */
  region: string;
}

/**
 * Replicates images that are pushed to the registry's repositories to another Region; existing images are not replicated.
 * A registry has one replication configuration, so exactly one stack of an account and Region has it.
 */
export class ImageReplication extends pulumi.ComponentResource {
  /** ID of the registry. */
  readonly registryId: pulumi.Output<string>;

  constructor(name: string, args: ImageReplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:containers:ImageReplication", name, {}, opts);
    refuse(this, name, faults(args));

    const { account, prefixes, region } = args;
    const rule = {
      destinations: [{ region, registryId: account.accountId }],
      repositoryFilters: prefixes.map((filter) => ({ filter, filterType: "PREFIX_MATCH" })),
    };
    const replication = new aws.ecr.ReplicationConfiguration(
      name,
      { replicationConfiguration: { rules: [rule] } },
      { parent: this },
    );

    this.registryId = replication.registryId;
    this.registerOutputs(outputs(this));
  }
}

function faults({ account, prefixes, region }: ImageReplicationArgs): string[] {
  return [
    ...(prefixes.length > 0 ? [] : ["prefixes must hold at least one prefix, got none"]),
    ...(region === account.region ? [`region must be another one than the registry's, got ${region}`] : []),
  ];
}
