// Command kubernetes-validation judges Kubernetes objects as the API server does when they are created or changed.
//
// Arguments are files with CustomResourceDefinitions. Each line of the standard input is one request, and each line
// of the standard output is its verdict, in the same order.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	_ "time/tzdata" // CronJobs name time zones, and the machine may have none.
)

// request is an object that is to be created, or to take the place of an older one.
type request struct {
	// ID is repeated in the verdict.
	ID     string          `json:"id"`
	Object json.RawMessage `json:"object"`
	// Old is the object as it stands in the cluster; without it, the object is created.
	Old json.RawMessage `json:"old,omitempty"`
	// NamespaceLabels are the labels of the object's namespace, which name its Pod Security Standard.
	NamespaceLabels map[string]string `json:"namespaceLabels,omitempty"`
}

// verdict says why the API server refuses an object, and of what it warns.
type verdict struct {
	ID       string   `json:"id"`
	Faults   []string `json:"faults"`
	Warnings []string `json:"warnings"`
}

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(files []string, in io.Reader, out io.Writer) error {
	// The process lives for seconds, so collecting less often is time saved.
	debug.SetGCPercent(400)
	custom, err := readDefinitions(files)
	if err != nil {
		return err
	}
	judge, err := newJudge(custom)
	if err != nil {
		return err
	}
	writer := bufio.NewWriter(out)
	answers := json.NewEncoder(writer)
	answers.SetEscapeHTML(false)
	requests := json.NewDecoder(in)
	for line := 1; ; line++ {
		var each request
		if err := requests.Decode(&each); errors.Is(err, io.EOF) {
			return writer.Flush()
		} else if err != nil {
			return fmt.Errorf("request %d of the standard input: %w", line, err)
		}
		if err := answers.Encode(judge.verdict(each)); err != nil {
			return err
		}
	}
}
