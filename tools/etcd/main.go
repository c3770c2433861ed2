// Command etcd stores the objects of a rehearsal's Kubernetes API server.
package main

import (
	"io"
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() {
	go endWithRehearsal()
	etcdmain.Main(os.Args)
}

// endWithRehearsal ends this process when the rehearsal has ended, however it ended: it holds the other end.
func endWithRehearsal() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}
