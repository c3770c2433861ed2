import { distributions } from "../../policy-pack/rules/distributions.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("distributions", distributions, {
  "cloudfront-https-viewer": ["fail", "undecided"],
  "cloudfront-min-tls": ["fail", "undecided"],
  "cloudfront-custom-cert-sni": ["fail", "undecided"],
  "cloudfront-origin-tls": ["pass", "undecided"],
  "cloudfront-s3-oac": ["pass", "undecided"],
  "cloudfront-waf": ["fail", "pass"],
  "cloudfront-default-root-object": ["pass", "pass"],
  "cloudfront-origin-failover": ["fail", "pass"],
  "cloudfront-response-headers": ["fail", "undecided"],
  "cloudfront-geo-restriction-explicit": ["fail", "undecided"],
  "cloudfront-price-class": ["fail", "undecided"],
});
