import { valueAt } from "../account/values.ts";
import { type Graph, list, record } from "./graph.ts";
import { made, type Proof } from "./proof.ts";

const distribution = "aws:cloudfront/distribution:Distribution";

/** CloudFront asks the origin for the default root object instead of "/": a file of a bucket, and not a page of a program. */
function rootsAreFiles(graph: Graph): string[] {
  return graph.of(distribution).flatMap(({ name, inputs }) => {
    const target = valueAt(inputs, "defaultCacheBehavior.targetOriginId");
    const origin = list(inputs["origins"])
      .map(record)
      .find(({ originId }) => originId === target);
    const isServer = origin?.["customOriginConfig"] !== undefined || origin?.["vpcOriginConfig"] !== undefined;
    const root = inputs["defaultRootObject"];
    return isServer && typeof root === "string" && root !== ""
      ? [`distribution ${name} asks the server ${origin["domainName"]} for /${root} where clients ask for /`]
      : [];
  });
}

const page = { defaultRootObject: "index.html", defaultCacheBehavior: { targetOriginId: "main" } };
const bucket = { originId: "main", domainName: "files.s3.us-east-1.amazonaws.com", originAccessControlId: "E1" };
const server = { originId: "main", domainName: "api.example.com", customOriginConfig: { httpsPort: 443 } };

/** What must hold of what clients ask for at the edge. */
export const edges: readonly Proof[] = [
  {
    name: "cloudfront-root-object-is-file",
    source:
      "Specify a default root object https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html",
    check: rootsAreFiles,
    holds: [
      made(distribution, "site", { ...page, origins: [bucket] }),
      made(distribution, "cdn", { ...page, defaultRootObject: undefined, origins: [server] }),
    ],
    fails: [made(distribution, "cdn", { ...page, origins: [server] })],
  },
];
