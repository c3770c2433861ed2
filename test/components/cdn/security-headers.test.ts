import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { SecurityHeaders } from "../../../components/cdn/security-headers.ts";
import { at, deploy, refusal } from "../../harness.ts";

describe("SecurityHeaders", () => {
  it("AGT-EDG-02: sets HSTS for a year, denies framing and MIME sniffing, and limits the referrer", async () => {
    const { one } = await deploy(() => new SecurityHeaders("site", {}));
    const { contentSecurityPolicy, ...others } = Object(
      one(aws.cloudfront.ResponseHeadersPolicy).inputs["securityHeadersConfig"],
    );
    assert.deepEqual(others, {
      strictTransportSecurity: { accessControlMaxAgeSec: 31536000, override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: "DENY", override: true },
      referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: true },
    });
    assert.equal(contentSecurityPolicy.override, false);
    assert.deepEqual(at(one(aws.cloudfront.ResponseHeadersPolicy), "removeHeadersConfig.items"), [
      { header: "Server" },
      { header: "X-Powered-By" },
    ]);
  });

  it("allows only the page's own origin by default", async () => {
    const { one } = await deploy(() => new SecurityHeaders("site", {}));
    assert.equal(
      at(
        one(aws.cloudfront.ResponseHeadersPolicy),
        "securityHeadersConfig.contentSecurityPolicy.contentSecurityPolicy",
      ),
      [
        "default-src 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "frame-src 'none'",
        "img-src 'self' data:",
        "manifest-src 'self'",
        "media-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "worker-src 'self'",
        "upgrade-insecure-requests",
      ].join("; "),
    );
  });

  it("adds sources to a directive, in place of 'none'", async () => {
    const { one } = await deploy(
      () =>
        new SecurityHeaders("site", {
          contentSources: { "connect-src": ["https://api.example.com"], "frame-src": ["https://login.example.com"] },
        }),
    );
    const policy = String(
      at(
        one(aws.cloudfront.ResponseHeadersPolicy),
        "securityHeadersConfig.contentSecurityPolicy.contentSecurityPolicy",
      ),
    ).split("; ");
    assert.ok(policy.includes("connect-src 'self' https://api.example.com"));
    assert.ok(policy.includes("frame-src https://login.example.com"));
    assert.ok(policy.includes("script-src 'self'"));
  });

  it("refuses sources that would end a directive or allow any script, all at once", async () => {
    const message = await refusal(
      () =>
        new SecurityHeaders("site", {
          contentSources: { "img-src": ["https://a.example.com; script-src *"], "script-src": ["'unsafe-eval'", "*"] },
        }),
    );
    assert.deepEqual(message.split("\n"), [
      'SecurityHeaders "site":',
      '  - contentSources.img-src must have no space, comma or semicolon, got "https://a.example.com; script-src *"',
      "  - contentSources.script-src must name hosts, hashes or 'wasm-unsafe-eval', got \"'unsafe-eval'\"",
      "  - contentSources.script-src must name hosts, hashes or 'wasm-unsafe-eval', got \"*\"",
    ]);
  });
});
