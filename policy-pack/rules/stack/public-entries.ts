import { fail, undecided } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { type Complaint, type Graph, levels, type Props, type StackResource, service } from "../../checks/rule.ts";
import { defaults, matchesGlob, type Settings } from "../../checks/settings.ts";
import { known, list, read } from "../../checks/values.ts";

const balancers = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"];
const distribution = "aws:cloudfront/distribution:Distribution";
const urn = "urn:pulumi:prod::platform::platform:gateway:Gateway$aws:lb/loadBalancer:LoadBalancer::gateway";
const restApi = "aws:apigateway/restApi:RestApi";
const association = "aws:wafv2/webAclAssociation:WebAclAssociation";

/** Whether an API is reached through a VPC endpoint only. */
const isPrivate = ({ props }: StackResource) => list(props, "endpointConfiguration.types").includes("PRIVATE");

/** Resources that face the internet. */
function publicEntryResources(graph: Graph): StackResource[] {
  return [
    ...graph
      .of(...balancers)
      .filter(({ props }) => known(props, "internal") !== true && read(props, "internal").state !== "unknown"),
    ...graph.of(distribution, "aws:lambda/functionUrl:FunctionUrl", "aws:apigatewayv2/api:Api"),
    ...graph.of(restApi).filter((api) => !isPrivate(api)),
  ];
}

/** Public resources that are not listed; the default list only applies to programs with the platform's gateway. */
function unlistedEntries(graph: Graph, { publicEntries }: Settings): Complaint[] {
  const all = publicEntryResources(graph);
  const listed = all.filter(({ urn }) => publicEntries.some((glob) => matchesGlob(glob, urn)));
  if (listed.length === 0 && publicEntries === defaults.publicEntries) return [];
  return all
    .filter((each) => !listed.includes(each))
    .map((resource) => ({ resource, verdict: fail("faces the internet and is not listed in publicEntries") }));
}

const listedLoadBalancer = { ...example("aws:lb/loadBalancer:LoadBalancer", "gateway", { internal: false }), urn };

/** Public Application Load Balancers, API stages, user pools and distributions without a web ACL. */
function withoutWebAcl(graph: Graph): Complaint[] {
  const wrong = "is a public entry without a web ACL";
  const floating = graph.of(association).some(({ props, propertyDependencies }) => {
    const linked = propertyDependencies?.["resourceArn"] ?? [];
    return read(props, "resourceArn").state === "unknown" && linked.length === 0;
  });
  const entries = [
    ...graph.of(...balancers).filter(({ props }) => known(props, "internal") !== true && isApplication(props)),
    ...graph
      .of("aws:apigateway/stage:Stage")
      .filter((stage) => !graph.targets(stage, "restApi", restApi).some(isPrivate)),
    ...graph.of("aws:cognito/userPool:UserPool"),
  ].filter((entry) => graph.referrers(entry, "resourceArn", association).length === 0);
  const distributions = graph
    .of("aws:cloudfront/distribution:Distribution")
    .filter(({ props }) => read(props, "webAclId").state === "absent");
  return [
    ...entries.map((resource) => ({ resource, verdict: floating ? undecided("resourceArn") : fail(wrong) })),
    ...distributions.map((resource) => ({ resource, verdict: fail(wrong) })),
  ];
}

function isApplication(props: Props): boolean {
  return (known(props, "loadBalancerType") ?? "application") === "application";
}

const publicLoadBalancer = example("aws:lb/loadBalancer:LoadBalancer", "gateway", { internal: false });

export const stackPublicEntries = service("Internet access across services", [
  {
    name: "stack-public-entry-inventory",
    description: "AWS internet-facing endpoints match publicEntries where a stack uses the setting.",
    why: "An endpoint added unnoticed skips the review of its WAF, authentication and logging, and is discovered by attackers before the security team knows that it exists.",
    severity: "critical",
    levels: levels("A/M/M"),
    controls: [],
    fix: "add the URN to publicEntries in the pack's settings, or set internal to true",
    find: (graph, _, settings) => unlistedEntries(graph, settings),
    ok: [listedLoadBalancer],
    bad: [listedLoadBalancer, example("aws:lb/loadBalancer:LoadBalancer", "other", { internal: false })],
  },
  {
    name: "stack-public-entry-has-waf",
    description: "CloudFront, Cognito user pools, REST API stages and internet-facing ALBs have a web ACL.",
    why: "An internet-facing endpoint without a web ACL passes exploit attempts and login floods straight to the application, since no rule inspects or limits them.",
    severity: "high",
    levels: levels("-/A/M"),
    controls: ["ELB.16", "CloudFront.6", "APIGateway.4", "CKV2_AWS_28", "CKV2_AWS_29"],
    fix: "declare a WebAclAssociation with the resourceArn, or set webAclId on a distribution",
    find: withoutWebAcl,
    ok: [publicLoadBalancer, example(association, "gateway", {}, { resourceArn: publicLoadBalancer })],
    bad: [publicLoadBalancer],
  },
]);
