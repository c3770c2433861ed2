import { type Case, policy, tags } from "./case.ts";

/** Networks, public entries and permissions. */
export const network: readonly Case[] = [
  {
    type: "aws:ec2/vpc:Vpc",
    good: {
      cidrBlock: "10.40.0.0/16",
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { ...tags, Name: "shop" },
      tagsAll: { ...tags, Name: "shop" },
    },
    mistakes: [
      [{ enableDnsHostnames: false }, "vpc-dns-enabled"],
      [{ cidrBlock: "54.10.0.0/16" }, "vpc-cidr-from-plan"],
      [{ instanceTenancy: "dedicated" }, "vpc-dedicated-tenancy-forbidden"],
    ],
  },
  {
    type: "aws:ec2/subnet:Subnet",
    good: {
      vpcId: "vpc-0a1b2c3d4e5f60718",
      cidrBlock: "10.40.16.0/20",
      availabilityZone: "eu-west-1a",
      mapPublicIpOnLaunch: false,
      tags,
      tagsAll: tags,
    },
    mistakes: [[{ mapPublicIpOnLaunch: true }, "subnet-no-public-ip-on-launch"]],
  },
  {
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    good: {
      securityGroupId: "sg-0a1b2c3d4e5f60718",
      referencedSecurityGroupId: "sg-0f1e2d3c4b5a69788",
      ipProtocol: "tcp",
      fromPort: 5432,
      toPort: 5432,
      description: "Orders API",
    },
    mistakes: [
      [{ referencedSecurityGroupId: undefined, cidrIpv4: "0.0.0.0/0" }, "sg-no-high-risk-port-from-world"],
      [
        { referencedSecurityGroupId: undefined, cidrIpv4: "0.0.0.0/0", fromPort: 22, toPort: 22 },
        "sg-no-admin-port-from-world",
      ],
      [
        {
          referencedSecurityGroupId: undefined,
          cidrIpv6: "::/0",
          ipProtocol: "-1",
          fromPort: undefined,
          toPort: undefined,
        },
        "sg-no-all-traffic-ingress",
      ],
      [{ referencedSecurityGroupId: undefined, cidrIpv4: "10.40.0.0/16" }, "sg-peer-is-sg-for-data-ports"],
    ],
  },
  {
    type: "aws:ec2/securityGroup:SecurityGroup",
    good: { vpcId: "vpc-0a1b2c3d4e5f60718", description: "Orders database", tags, tagsAll: tags },
    mistakes: [
      [{ description: "Managed by Pulumi" }, "sg-descriptions"],
      [
        { ingress: [{ protocol: "tcp", fromPort: 3389, toPort: 3389, cidrBlocks: ["0.0.0.0/0"] }] },
        "sg-no-admin-port-from-world",
      ],
    ],
  },
  {
    type: "aws:lb/loadBalancer:LoadBalancer",
    good: {
      name: "shop-internal",
      loadBalancerType: "application",
      internal: true,
      subnets: ["subnet-0a1b2c3d4e5f60718", "subnet-0a1b2c3d4e5f60719", "subnet-0a1b2c3d4e5f60720"],
      securityGroups: ["sg-0a1b2c3d4e5f60718"],
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      enableDeletionProtection: true,
      accessLogs: { bucket: "shop-logs-111122223333", enabled: true, prefix: "internal" },
      tags,
      tagsAll: tags,
    },
    mistakes: [
      [{ internal: false }, "lb-internal-by-default"],
      [{ dropInvalidHeaderFields: false }, "lb-drop-invalid-headers"],
      [{ accessLogs: undefined }, "lb-access-logs"],
      [{ enableDeletionProtection: false }, "lb-deletion-protection"],
    ],
  },
  {
    type: "aws:lb/listener:Listener",
    good: {
      loadBalancerArn: "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/50dc6c495c0c9188",
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/0d3e1b9a-4d51-4c54-9f0e-0a1b2c3d4e5f",
      defaultActions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "404" } }],
      tags,
      tagsAll: tags,
    },
    mistakes: [
      [{ sslPolicy: "ELBSecurityPolicy-2016-08" }, "listener-tls-policy"],
      [
        {
          protocol: "HTTP",
          port: 80,
          sslPolicy: undefined,
          certificateArn: undefined,
          defaultActions: [
            {
              type: "forward",
              targetGroupArn: "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop/1",
            },
          ],
        },
        "listener-http-redirects",
      ],
    ],
  },
  {
    type: "aws:iam/role:Role",
    good: {
      name: "shop-api",
      assumeRolePolicy: policy({
        Effect: "Allow",
        Principal: { Service: "ecs-tasks.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      }),
      tags,
      tagsAll: tags,
    },
    mistakes: [
      [
        { assumeRolePolicy: policy({ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }) },
        "iam-trust-no-wildcard",
      ],
      [{ managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] }, "iam-no-admin-managed-policy"],
      [
        {
          assumeRolePolicy: policy({
            Effect: "Allow",
            Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: { StringLike: { "token.actions.githubusercontent.com:sub": "repo:*" } },
          }),
        },
        "iam-oidc-trust-sub-pinned",
      ],
    ],
  },
  {
    type: "aws:iam/rolePolicy:RolePolicy",
    good: {
      role: "shop-api",
      policy: policy({
        Effect: "Allow",
        Action: ["sqs:SendMessage", "sqs:GetQueueUrl"],
        Resource: "arn:aws:sqs:eu-west-1:111122223333:shop-orders",
      }),
    },
    mistakes: [
      [{ policy: policy({ Effect: "Allow", Action: "*", Resource: "*" }) }, "iam-no-admin-star"],
      [{ policy: policy({ Effect: "Allow", Action: "s3:*", Resource: "*" }) }, "iam-no-service-star"],
      [{ policy: policy({ Effect: "Allow", Action: ["kms:Decrypt"], Resource: "*" }) }, "iam-no-kms-decrypt-star"],
      [{ policy: policy({ Effect: "Allow", Action: ["iam:PassRole"], Resource: "*" }) }, "iam-no-privilege-escalation"],
    ],
  },
  {
    type: "aws:ecr/repository:Repository",
    good: {
      name: "shop/api",
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: "arn:aws:kms:eu-west-1:111122223333:key/1" }],
      forceDelete: false,
      tags,
      tagsAll: tags,
    },
    mistakes: [
      [{ imageTagMutability: "MUTABLE" }, "ecr-immutable-tags"],
      [{ imageScanningConfiguration: { scanOnPush: false } }, "ecr-scan-on-push"],
      [{ forceDelete: true }, "ecr-force-delete-off"],
    ],
  },
  {
    type: "pulumi:providers:aws",
    good: { region: "eu-west-1", allowedAccountIds: '["111122223333"]', defaultTags: JSON.stringify({ tags }) },
    mistakes: [
      [{ allowedAccountIds: undefined }, "provider-account-pinned"],
      [
        { accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" },
        "provider-no-static-keys",
      ],
      [{ region: "sa-east-1" }, "provider-region-allowed"],
      [{ defaultTags: undefined }, "provider-default-tags"],
    ],
  },
];
