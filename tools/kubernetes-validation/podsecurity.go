package main

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/pod-security-admission/admission"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// podSecurity holds pods to the standard that their namespace's labels name.
type podSecurity struct{ evaluator policy.Evaluator }

func newPodSecurity() (*podSecurity, error) {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	return &podSecurity{evaluator}, err
}

// privileged is the standard of a namespace without labels.
var privileged = api.LevelVersion{Level: api.LevelPrivileged, Version: api.LatestVersion()}

// judge reads pods and what makes pods. The API server takes a controller whose pods it will refuse, and nothing runs:
// here the controller is at fault.
func (p *podSecurity) judge(object runtime.Object, labels map[string]string, said *verdict) {
	if namespace, ok := object.(*corev1.Namespace); ok {
		_, faults := standards(namespace.Labels)
		said.add(faults)
		return
	}
	metadata, spec, err := admission.DefaultPodSpecExtractor{}.ExtractPodSpec(object)
	if err != nil || spec == nil {
		return // Not a kind with pods.
	}
	wanted, faults := standards(labels)
	said.add(faults)
	if broken := p.broken(wanted.Enforce, metadata, spec); broken != "" {
		said.Faults = append(said.Faults, broken)
		return
	}
	if broken := p.broken(wanted.Warn, metadata, spec); broken != "" {
		said.Warnings = append(said.Warnings, broken)
	}
}

func standards(labels map[string]string) (api.Policy, error) {
	wanted, faults := api.PolicyToEvaluate(labels, api.Policy{Enforce: privileged, Warn: privileged, Audit: privileged})
	return wanted, faults.ToAggregate()
}

// broken says how a pod violates a standard; nothing if it complies.
func (p *podSecurity) broken(standard api.LevelVersion, metadata *metav1.ObjectMeta, spec *corev1.PodSpec) string {
	result := policy.AggregateCheckResults(p.evaluator.EvaluatePod(standard, metadata, spec))
	if result.Allowed {
		return ""
	}
	return fmt.Sprintf("violates PodSecurity %q: %s", standard.String(), result.ForbiddenDetail())
}
