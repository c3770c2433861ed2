import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { AccountDefaults, type AccountDefaultsArgs } from "./account-defaults.ts";
import type { AccountServices } from "./account-services.ts";
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
  /** Services that this component does not create. @default {} */
  services?: AccountServices;
}

/** Account-wide settings, AWS Config and threat detection; exactly one stack of an account has this component. */
export class AccountBaseline extends pulumi.ComponentResource {
  /** ID of the GuardDuty detector, where this component creates it. */
  readonly detectorId: pulumi.Output<string> | undefined;
  /** Name of the bucket with AWS Config's configuration history, where this component creates the recorder. */
  readonly configBucketName: pulumi.Output<string> | undefined;

  constructor(name: string, args: AccountBaselineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:audit:AccountBaseline", name, {}, opts);
    const { account, securityContact, topicArn, runbookBaseUrl, services = {} } = args;
    const child = { parent: this };

    new AccountDefaults(name, { account, securityContact }, child);
    const { config = "create" } = services;
    const recorder = config === "create" ? new ConfigRecorder(name, { account, ...args.config }, child) : undefined;
    const detection = new ThreatDetection(name, { account, topicArn, runbookBaseUrl, services }, child);

    this.detectorId = detection.detectorId;
    this.configBucketName = recorder?.bucketName;
    this.registerOutputs(outputs(this));
  }
}
