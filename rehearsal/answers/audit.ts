import { roleName } from "../account/service-roles.ts";
import type { Answer, Answers } from "./answer.ts";

/** A setting of the account, or of the account in a Region. */
const accountSetting: Answer = (r) => ({ id: r.place.accountId });
const regionSetting: Answer = (r) => ({ id: r.place.region });

/** CloudTrail, AWS Config, GuardDuty and its like, the settings of an account, and the parameters of Systems Manager. */
export const audit: Answers = {
  "aws:cloudtrail/trail:Trail": (r) => {
    const name = r.named("name");
    const arn = r.arn("cloudtrail", `trail/${name}`);
    return { id: arn, name, arn, homeRegion: r.place.region };
  },
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": (r) => ({ id: r.named("name"), name: r.named("name") }),
  "aws:cloudwatch/eventRule:EventRule": (r) => {
    const name = r.named("name");
    return { id: name, name, arn: r.arn("events", `rule/${name}`), eventBusName: "default" };
  },
  "aws:cloudwatch/eventTarget:EventTarget": (r) => {
    const targetId = r.inputs["targetId"] ?? `terraform-${r.hex(26)}`;
    return { id: `${r.inputs["rule"]}-${targetId}`, targetId, eventBusName: "default" };
  },

  "aws:cfg/recorder:Recorder": (r) => ({ id: r.named("name"), name: r.named("name") }),
  "aws:cfg/deliveryChannel:DeliveryChannel": (r) => ({ id: r.named("name"), name: r.named("name") }),
  "aws:cfg/recorderStatus:RecorderStatus": (r) => ({ id: r.named("name"), name: r.named("name") }),
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": (r) => {
    const service = String(r.inputs["awsServiceName"]);
    const name = roleName(service);
    const path = `/aws-service-role/${service}/`;
    const arn = `arn:${r.place.partition}:iam::${r.place.accountId}:role${path}${name}`;
    return { id: arn, arn, name, path, uniqueId: `AROA${r.hex(16).toUpperCase()}` };
  },

  "aws:guardduty/detector:Detector": (r) => {
    const id = r.hex(32);
    return { id, accountId: r.place.accountId, arn: r.arn("guardduty", `detector/${id}`) };
  },
  "aws:guardduty/detectorFeature:DetectorFeature": (r) => ({ id: `${r.inputs["detectorId"]}/${r.inputs["name"]}` }),
  "aws:inspector2/enabler:Enabler": (r) => ({ id: `${r.place.accountId}-${String(r.inputs["resourceTypes"])}` }),
  "aws:macie2/account:Account": (r) => {
    const { accountId, partition } = r.place;
    const role = "role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie";
    return { id: accountId, serviceRole: `arn:${partition}:iam::${accountId}:${role}` };
  },
  "aws:accessanalyzer/analyzer:Analyzer": (r) => {
    const name = String(r.inputs["analyzerName"]);
    return { id: name, arn: r.arn("access-analyzer", `analyzer/${name}`) };
  },
  "aws:securityhub/account:Account": (r) => ({ id: r.place.accountId, arn: r.arn("securityhub", "hub/default") }),
  "aws:securityhub/standardsSubscription:StandardsSubscription": (r) => {
    const standard = String(r.inputs["standardsArn"]).split("::standards/")[1];
    const arn = r.arn("securityhub", `subscription/${standard}`);
    return { id: arn, arn };
  },

  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": accountSetting,
  "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": () => ({
    id: "iam-account-password-policy",
    expirePasswords: true,
  }),
  "aws:account/alternativeContact:AlternativeContact": (r) => ({
    id: String(r.inputs["alternateContactType"]),
    accountId: r.place.accountId,
  }),
  "aws:ebs/encryptionByDefault:EncryptionByDefault": regionSetting,
  "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": regionSetting,
  "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": regionSetting,
  "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": regionSetting,
  "aws:ssm/serviceSetting:ServiceSetting": (r) => {
    const arn = String(r.inputs["settingId"]);
    return { id: arn, arn, status: "Customized" };
  },

  "aws:ssm/parameter:Parameter": (r) => {
    const name = r.named("name");
    // The slash before a hierarchical name is part of the ARN already.
    return { id: name, name, arn: r.arn("ssm", `parameter${name.startsWith("/") ? "" : "/"}${name}`), version: 1 };
  },
};
