// Loaded before anything else, by any version of Node: an older one ends in ERR_UNKNOWN_FILE_EXTENSION at the first .ts.
const isOld = Number(process.versions.node.split(".")[0]) < 24;
if (isOld || process.features.typescript === false) {
  const got = isOld ? process.version : `${process.version} without type stripping`;
  process.stderr.write(
    `The platform needs Node 24, got ${got}: run \`npm rebuild node\` (npm ci --ignore-scripts leaves the package node without its executable), or install Node 24 from https://nodejs.org/en/download\n`,
  );
  process.exit(2);
}
