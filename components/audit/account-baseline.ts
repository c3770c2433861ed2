import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { AccountDefaults, type AccountDefaultsArgs } from "./account-defaults.ts";
import { ConfigRecorder, type ConfigRecorderArgs } from "./config-recorder.ts";
import { ThreatDetection, type ThreatDetectionArgs } from "./threat-detection.ts";

/** Arguments of AccountBaseline. */
export interface AccountBaselineArgs {
  /** Account, and the one Region that is monitored. */
  account: AccountDefaultsArgs["account"];
  /** Alternate security contact of the account. */
  securityContact: AccountDefaultsArgs["securityContact"];
  /** Retention and service-linked role of AWS Config. */
  config: Omit<ConfigRecorderArgs, "account">;
  /** ARN of the SNS topic for urgent findings. */
  topicArn: ThreatDetectionArgs["topicArn"];
  /** Base URL of the runbooks. */
  runbookBaseUrl: string;
}

/** Account-wide settings, AWS Config and threat detection; exactly one stack of an account has this component. */
export class AccountBaseline extends pulumi.ComponentResource {
  /** ID of the GuardDuty detector. */
  readonly detectorId: pulumi.Output<string>;
  /** Name of the bucket with AWS Config's configuration history. */
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
