import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { GetBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { type Account, inRegion, told } from "../../account/account.ts";
import { text } from "../../inputs.ts";
import { type Answer, type Need, no, unknown, yes } from "../need.ts";

/** Where the stack's state is kept, and what encrypts its secrets. */
export async function backendNeeds(stackFile: unknown): Promise<Need[]> {
  const url = await backendUrl();
  const provider = text(stackFile, "secretsprovider");
  return [stateNeed(url), secretsNeed(provider)];
}

/** The backend that the CLI is logged in to; undefined without a CLI, or without a login. */
async function backendUrl(): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)("pulumi", ["whoami", "--verbose", "--json", "--non-interactive"]);
    return text(JSON.parse(stdout), "url");
  } catch {
    return undefined;
  }
}

function stateNeed(url: string | undefined): Need {
  const subject = "state backend";
  if (url === undefined)
    return { subject, what: "pulumi login", detail: "pulumi whoami names no backend: pulumi login s3://BUCKET" };
  const bucket = /^s3:\/\/([^/?]+)/.exec(url)?.[1];
  if (bucket === undefined) return { subject, what: url, detail: "the backend that the CLI is logged in to" };
  return {
    subject,
    what: url,
    detail: "versioned, so that a lost state can be restored",
    ask: (account) => askBucket(bucket, account),
  };
}

async function askBucket(bucket: string, { config }: Account): Promise<Answer> {
  const client = new S3Client({ ...config, followRegionRedirects: true });
  try {
    const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket: bucket }));
    return Status === "Enabled" ? yes("") : no("the bucket is not versioned");
  } catch (error) {
    return no(told(error));
  }
}

function secretsNeed(provider: string | undefined): Need {
  const subject = "state backend";
  const key = /^awskms:\/\/([^?]+)(?:\?.*region=([\w-]+))?/.exec(provider ?? "");
  const what = `secrets provider ${provider ?? "not set"}`;
  if (key?.[1] === undefined)
    return {
      subject,
      what,
      detail: "a KMS key keeps secrets readable for a team: --secrets-provider awskms://alias/NAME",
    };
  const [, id, region] = key;
  return {
    subject,
    what,
    detail: "the key is enabled",
    ask: async (account) => {
      const { config } = region === undefined ? account : inRegion(account, region);
      const { KeyMetadata } = await new KMSClient(config).send(new DescribeKeyCommand({ KeyId: id }));
      return KeyMetadata?.Enabled ? yes("") : unknown(`its state is ${KeyMetadata?.KeyState}`);
    },
  };
}
