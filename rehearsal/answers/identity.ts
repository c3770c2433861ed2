import type { Answers, Creation } from "./answer.ts";

/** Cognito. */
export const identity: Answers = {
  "aws:cognito/userPool:UserPool": (r) => {
    const id = `${r.place.region}_${r.hex(9)}`;
    return {
      id,
      name: r.named("name"),
      arn: r.arn("cognito-idp", `userpool/${id}`),
      endpoint: `cognito-idp.${r.place.region}.amazonaws.com/${id}`,
      creationDate: "2026-11-20T10:00:00Z",
      lastModifiedDate: "2026-11-20T10:00:00Z",
      estimatedNumberOfUsers: 0,
    };
  },
  "aws:cognito/userPoolClient:UserPoolClient": (r) => ({
    id: r.hex(26),
    name: r.named("name"),
    clientSecret: r.inputs["generateSecret"] === true ? r.hex(51) : "",
  }),
  "aws:cognito/userPoolDomain:UserPoolDomain": (r) => ({
    id: String(r.inputs["domain"]),
    awsAccountId: r.place.accountId,
    cloudfrontDistribution: `d${r.hex(13)}.cloudfront.net`,
    cloudfrontDistributionArn: `arn:${r.place.partition}:cloudfront::${r.place.accountId}:distribution/E${r.hex(13).toUpperCase()}`,
    cloudfrontDistributionZoneId: "Z2FDTNDATAQYW2",
    s3Bucket: `aws-cognito-prod-${r.place.region}-assets`,
    version: "20261120100000",
  }),
  "aws:cognito/resourceServer:ResourceServer": (r) => ({
    id: `${r.inputs["userPoolId"]}|${r.inputs["identifier"]}`,
    name: r.named("name"),
  }),
  "aws:cognito/userGroup:UserGroup": (r) => ({ id: `${r.inputs["userPoolId"]}/${r.inputs["name"]}` }),
  "aws:cognito/identityPool:IdentityPool": (r) => {
    const id = `${r.place.region}:${uuid(r)}`;
    return { id, arn: r.arn("cognito-identity", `identitypool/${id}`) };
  },
  "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment": (r) => ({
    id: String(r.inputs["identityPoolId"]),
  }),
};

function uuid({ hex }: Creation): string {
  const digits = hex(32);
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    "-",
  );
}
