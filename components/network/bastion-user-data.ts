import { codeServer, type KubernetesVersion } from "../versions.ts";

/** Port of code-server on the loopback address. */
export const codeServerPort = 8080;

/**
 * User data of a bastion: installs development tools.
 * It contains no secrets; downloads use HTTPS, snaps are signed, and the archive's checksum is verified.
 */
export function bastionUserData(kubernetesVersion: KubernetesVersion): string {
  const archive = `code-server-${codeServer.version}-linux-amd64.tar.gz`;
  return `#!/bin/bash
# Runs once. Its output is in /var/log/cloud-init-output.log.
set -euxo pipefail

snap wait system seed.loaded
snap install aws-cli --classic
snap install kubectl --classic --channel=${kubernetesVersion}/stable
# Python comes with Ubuntu; uv makes its virtual environments and installs packages and other versions.
snap install astral-uv --classic
# Node.js with npm.
snap install node --classic --channel=24/stable
# The group has to be there before Docker is.
groupadd --system --force docker
usermod --append --groups docker ubuntu
snap install docker

cd "$(mktemp --directory)"
curl --fail --silent --show-error --location --proto '=https' --retry 5 --output ${archive} \\
  https://github.com/coder/code-server/releases/download/v${codeServer.version}/${archive}
echo "${codeServer.sha256}  ${archive}" | sha256sum --check
mkdir --parents /opt/code-server
tar --extract --gzip --file ${archive} --directory /opt/code-server --strip-components=1

# No password: only a Session Manager session reaches the loopback address, and IAM has let it in by then.
cat > /etc/systemd/system/code-server.service <<'UNIT'
[Unit]
Description=code-server
After=network-online.target
Wants=network-online.target

[Service]
User=ubuntu
WorkingDirectory=/home/ubuntu
ExecStart=/opt/code-server/bin/code-server --bind-addr 127.0.0.1:${codeServerPort} --auth none --disable-telemetry
Restart=always

[Install]
WantedBy=multi-user.target
UNIT
systemctl daemon-reload
systemctl enable --now code-server
`;
}
