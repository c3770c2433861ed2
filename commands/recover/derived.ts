import { type Inputs, text } from "../inputs.ts";

/**
 * Types whose ID to import follows from their inputs, with the inputs in braces: no API has to be asked, since the
 * refresh tells what exists. Most of them write settings under a name that Pulumi may have made, so that creating them
 * again would make a double with another name.
 */
const derived: Readonly<Record<string, string>> = {
  "aws:appautoscaling/policy:Policy": "{serviceNamespace}/{resourceId}/{scalableDimension}/{name}",
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": "{name}",
  "aws:backup/restoreTestingSelection:RestoreTestingSelection": "{name}:{restoreTestingPlanName}",
  "aws:budgets/budget:Budget": "{account}:{name}",
  "aws:cfg/deliveryChannel:DeliveryChannel": "{name}",
  "aws:cfg/recorder:Recorder": "{name}",
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": "{alarmName}",
  "aws:cloudwatch/dashboard:Dashboard": "{dashboardName}",
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": "{logGroupName}:{name}",
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "{policyName}",
  "aws:cloudwatch/metricAlarm:MetricAlarm": "{name}",
  "aws:codebuild/project:Project": "arn:aws:codebuild:{region}:{account}:project/{name}",
  "aws:codebuild/webhook:Webhook": "{projectName}",
  "aws:cognito/resourceServer:ResourceServer": "{userPoolId}|{identifier}",
  "aws:cognito/userGroup:UserGroup": "{userPoolId}/{name}",
  "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": "{ecrRepositoryPrefix}",
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": "{prefix}",
  "aws:iam/rolePolicy:RolePolicy": "{role}:{name}",
  "aws:macie2/account:Account": "{account}",
  "aws:rds/proxyTarget:ProxyTarget": "{dbProxyName}/{targetGroupName}/RDS_INSTANCE/{dbInstanceIdentifier}",
  "aws:s3/vectorsIndex:VectorsIndex":
    "arn:aws:s3vectors:{region}:{account}:bucket/{vectorBucketName}/index/{indexName}",
  "aws:s3/vectorsVectorBucket:VectorsVectorBucket": "arn:aws:s3vectors:{region}:{account}:bucket/{vectorBucketName}",
  "aws:securityhub/account:Account": "{account}",
  "aws:ses/configurationSet:ConfigurationSet": "{name}",
  "aws:ses/domainIdentity:DomainIdentity": "{domain}",
  "aws:xray/samplingRule:SamplingRule": "{ruleName}",
};

/** Where a resource is created. */
export interface Where {
  region: string;
  account: string;
}

/** The ID by which a resource is imported, if it follows from its inputs. */
export function derivedId(type: string, inputs: Inputs, where: Where): string | undefined {
  const template =
    type === "aws:cloudwatch/eventRule:EventRule"
      ? `${text(inputs, "eventBusName") ?? "default"}/{name}`
      : derived[type];
  return template === undefined ? undefined : filled(template, { ...inputs, ...where });
}

/** A template with its paths in braces replaced by values; undefined if a value is missing. */
export function filled(template: string, values: Inputs): string | undefined {
  const missing = [...template.matchAll(/\{(\w+)\}/g)].some(([, path = ""]) => !text(values, path));
  return missing ? undefined : template.replaceAll(/\{(\w+)\}/g, (_, path: string) => text(values, path) ?? "");
}

/** Whether the IDs of a type follow from inputs. */
export function isDerived(type: string): boolean {
  return type === "aws:cloudwatch/eventRule:EventRule" || derived[type] !== undefined;
}
