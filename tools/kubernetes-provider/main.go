// Command kubernetes-provider is the Pulumi Kubernetes provider, at the commit that go.mod names.
package main

import (
	"io"
	"os"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

func main() {
	go endWithRehearsal()
	// SDK generators read the schema, and so does an import, which no rehearsal makes; Terraform's converter reads the mapping.
	provider.Serve("kubernetes", "4.25.0", []byte(`{"name":"kubernetes"}`), []byte(`{}`))
}

// endWithRehearsal ends this process when the rehearsal has ended, however it ended: it holds the other end.
func endWithRehearsal() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}
