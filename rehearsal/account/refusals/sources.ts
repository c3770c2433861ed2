/** Versions of the services' APIs, by which AWS's documentation finds an operation. */
const apis = {
  acm: "acm-2015-12-08",
  accessanalyzer: "accessanalyzer-2019-11-01",
  backup: "backup-2018-11-15",
  bedrock: "bedrock-2023-04-20",
  "bedrock-agent": "bedrock-agent-2023-06-05",
  budgets: "budgets-2016-10-20",
  ce: "ce-2017-10-25",
  cloudfront: "cloudfront-2020-05-31",
  cloudtrail: "cloudtrail-2013-11-01",
  codebuild: "codebuild-2016-10-06",
  cognito: "cognito-idp-2016-04-18",
  config: "config-2014-11-12",
  dynamodb: "dynamodb-2012-08-10",
  ec2: "ec2-2016-11-15",
  ecr: "ecr-2015-09-21",
  ecs: "ecs-2014-11-13",
  efs: "elasticfilesystem-2015-02-01",
  eks: "eks-2017-11-01",
  elasticache: "elasticache-2015-02-02",
  elbv2: "elasticloadbalancingv2-2015-12-01",
  eventbridge: "eventbridge-2015-10-07",
  guardduty: "guardduty-2017-11-28",
  iam: "iam-2010-05-08",
  kms: "kms-2014-11-01",
  logs: "logs-2014-03-28",
  macie2: "macie2-2020-01-01",
  mq: "mq-2017-11-27",
  opensearch: "opensearch-2021-01-01",
  rds: "rds-2014-10-31",
  route53: "route53-2013-04-01",
  s3: "s3-2006-03-01",
  s3vectors: "s3vectors-2025-07-15",
  scheduler: "scheduler-2021-06-30",
  secretsmanager: "secretsmanager-2017-10-17",
  securityhub: "securityhub-2018-10-26",
  servicediscovery: "servicediscovery-2017-03-14",
  ses: "email-2010-12-01",
  sns: "sns-2010-03-31",
  sqs: "sqs-2012-11-05",
  ssm: "ssm-2014-11-06",
  wafv2: "wafv2-2019-07-29",
  xray: "xray-2016-04-12",
} as const;

export type Api = keyof typeof apis;

/** The page of an operation in the reference of its service's API, where its errors are. */
export function api(service: Api, operation: string): string {
  return `${operation} in the API reference https://docs.aws.amazon.com/goto/WebAPI/${apis[service]}/${operation}`;
}

export const ec2Errors =
  "Error codes for the Amazon EC2 API https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
