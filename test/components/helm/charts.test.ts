import assert from "node:assert/strict";
import { type Chart, charts, images, optionalBuilds } from "../../../components/helm/charts.ts";
import { kubernetes } from "../../../components/versions.ts";

const all: [string, Chart][] = Object.entries(charts);

describe("charts", () => {
  it("are pinned to exact versions", () => {
    for (const [name, { version }] of all) assert.match(version, /^v?\d+\.\d+\.\d+$/, name);
    for (const build of Object.values(optionalBuilds)) assert.match(build, /^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
    assert.match(images.veleroPluginForAws, /:v\d+\.\d+\.\d+$/);
  });

  it("use HTTPS, from an OCI registry or a named repository", () => {
    for (const [name, { chart, repository }] of all)
      assert.ok(repository === undefined ? chart.startsWith("oci://") : repository.startsWith("https://"), name);
  });

  it("name their documentation and application version", () => {
    for (const [name, { documentation, appVersion, supported }] of all) {
      assert.match(documentation, /^[\w-]+\/[\w-]+, \S+/, name);
      assert.match(appVersion, /^v?\d+\.\d+/, name);
      assert.notEqual(supported, "", name);
    }
  });

  it("have a Cluster Autoscaler for every Kubernetes minor", () => {
    assert.deepEqual(Object.keys(images.clusterAutoscaler), Object.keys(kubernetes));
  });
});
