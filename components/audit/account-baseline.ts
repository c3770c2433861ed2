import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { AccountDefaults, type AccountDefaultsArgs } from "./account-defaults.ts";
import { ConfigRecorder, type ConfigRecorderArgs } from "./config-recorder.ts";
import { ThreatDetection, type ThreatDetectionArgs } from "./threat-detection.ts";

export interface AccountBaselineArgs {
  /** Account, and the one Region that is watched. */
  account: AccountDefaultsArgs["account"];
  /** Whom AWS calls about the account's security. */
  securityContact: AccountDefaultsArgs["securityContact"];
  /** How long AWS Config keeps its history, and which role it records with. */
  config: Omit<ConfigRecorderArgs, "account">;
  /** ARN of the SNS topic that is told of findings that cannot wait. */
  topicArn: ThreatDetectionArgs["topicArn"];
  /** URL under which the runbooks are. */
  runbookBaseUrl: string;
}

/** What an account needs once, whatever runs in it: safe defaults, AWS Config, and the services that look for threats. Exactly one stack of an account has it. */
export class AccountBaseline extends pulumi.ComponentResource {
  /** ID of the GuardDuty detector. */
  readonly detectorId: pulumi.Output<string>;
  /** Name of the bucket that has AWS Config's history. */
  readonly configBucketName: pulumi.Output<string>;

  constructor(name: string, args: AccountBaselineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:audit:AccountBaseline", name, {}, opts);
    const { account, securityContact, topicArn, runbookBaseUrl } = args;
    const child = { parent: this };

    new AccountDefaults(name, { account, securityContact }, child);
    const recorder = new ConfigRecorder(name, { account, ...args.config }, child);
    const detection = new ThreatDetection(name, { account, topicArn, runbookBaseUrl }, child);

    this.detectorId = detection.detectorId;
    this.configBucketName = recorder.bucketName;
    this.registerOutputs(outputs(this));
  }
}
