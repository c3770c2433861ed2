// Command kubernetes is the control plane of a rehearsal in one program, because its parts link mostly the same packages.
package main

import (
	"fmt"
	"io"
	"os"
	_ "time/tzdata" // CronJobs name time zones, and the machine may have none.

	"github.com/spf13/cobra"
	_ "k8s.io/client-go/plugin/pkg/client/auth"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	kubectl "k8s.io/kubectl/pkg/cmd"
	"k8s.io/kubectl/pkg/cmd/util"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	manager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
)

var servers = map[string]func() *cobra.Command{
	"kube-apiserver":          apiserver.NewAPIServerCommand,
	"kube-controller-manager": manager.NewControllerManagerCommand,
	"kube-scheduler":          func() *cobra.Command { return scheduler.NewSchedulerCommand() },
}

func main() {
	name := "kubectl"
	if len(os.Args) > 1 {
		name = os.Args[1]
		// Every command reads the arguments of the process.
		os.Args = append([]string{name}, os.Args[2:]...)
	}
	if name == "kubectl" {
		if err := cli.RunNoErrOutput(kubectl.NewDefaultKubectlCommand()); err != nil {
			util.CheckErr(err)
		}
		return
	}
	server, ok := servers[name]
	if !ok {
		fmt.Fprintf(os.Stderr, "the command must be kube-apiserver, kube-controller-manager, kube-scheduler or kubectl, got %q\n", name)
		os.Exit(2)
	}
	go endWithRehearsal()
	os.Exit(cli.Run(server()))
}

// endWithRehearsal ends this process when the rehearsal has ended, however it ended: it holds the other end.
func endWithRehearsal() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}
