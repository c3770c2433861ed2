import type { Answers } from "./answer.ts";

/** IAM, KMS and Secrets Manager. */
export const security: Answers = {
  "aws:iam/role:Role": (r) => {
    const name = r.named("name");
    return {
      id: name,
      name,
      arn: `arn:${r.place.partition}:iam::${r.place.accountId}:role${r.inputs["path"] ?? "/"}${name}`,
      uniqueId: `AROA${r.hex(16).toUpperCase()}`,
    };
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": (r) => ({ id: `${r.inputs["role"]}-${r.hex(12)}` }),
  "aws:iam/rolePolicy:RolePolicy": (r) => ({ id: `${r.inputs["role"]}:${r.named("name")}`, name: r.named("name") }),
  "aws:kms/key:Key": (r) => {
    const hex = r.hex(32);
    const keyId = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
    return { id: keyId, keyId, arn: r.arn("kms", `key/${keyId}`) };
  },
  "aws:kms/alias:Alias": (r) => {
    const name = r.inputs["name"] ?? `${r.inputs["namePrefix"] ?? "alias/"}${r.hex(12)}`;
    return { id: String(name), name, arn: r.arn("kms", String(name)) };
  },
  "aws:secretsmanager/secret:Secret": (r) => {
    const name = r.named("name");
    const arn = r.arn("secretsmanager", `secret:${name}-${r.hex(6)}`);
    return { id: arn, name, arn };
  },
  "aws:secretsmanager/secretVersion:SecretVersion": (r) => {
    const secret = String(r.inputs["secretId"]);
    const versionId = `terraform-${r.hex(26)}`;
    return { id: `${secret}|${versionId}`, arn: secret, secretArn: secret, versionId, versionStages: ["AWSCURRENT"] };
  },
  "aws:secretsmanager/secretPolicy:SecretPolicy": (r) => ({ id: String(r.inputs["secretArn"]) }),
  "aws:secretsmanager/secretRotation:SecretRotation": (r) => ({
    id: String(r.inputs["secretId"]),
    rotationEnabled: true,
  }),
};
