import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { TlsListener } from "../../../components/gateway/tls-listener.ts";
import { deploy } from "../../harness.ts";

const loadBalancerArn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/gateway/0123456789abcdef";
const certificate = { domainName: "api.example.com", hostedZoneId: "Z0123456789ABC" };

describe("TlsListener", () => {
  it("uses TLS 1.2 and 1.3 with the newest restricted policy", async () => {
    const { one } = await deploy(() => new TlsListener("gateway", { loadBalancerArn, certificate }));
    const { inputs } = one(aws.lb.Listener);
    assert.deepEqual([inputs["port"], inputs["protocol"]], [443, "HTTPS"]);
    assert.equal(inputs["sslPolicy"], "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09");
  });

  it("is created after its certificate is issued", async () => {
    const { one } = await deploy(() => new TlsListener("gateway", { loadBalancerArn, certificate }));
    const listener = one(aws.lb.Listener);
    assert.equal(listener.inputs["certificateArn"], one(aws.acm.Certificate).outputs["arn"]);
    assert.deepEqual(listener.propertyDependencies["certificateArn"], [one(aws.acm.CertificateValidation).urn]);
  });

  it("responds with 404 by default, with HSTS and without a Server header", async () => {
    const { one } = await deploy(() => new TlsListener("gateway", { loadBalancerArn, certificate }));
    const { inputs } = one(aws.lb.Listener);
    assert.deepEqual(inputs["defaultActions"], [
      {
        type: "fixed-response",
        fixedResponse: { statusCode: "404", contentType: "text/plain", messageBody: "Not found" },
      },
    ]);
    assert.equal(inputs["routingHttpResponseStrictTransportSecurityHeaderValue"], "max-age=31536000");
    assert.equal(inputs["routingHttpResponseXContentTypeOptionsHeaderValue"], "nosniff");
    assert.equal(inputs["routingHttpResponseServerEnabled"], false);
  });
});
