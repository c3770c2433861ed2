package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/endpoints/deprecation"
	genericrequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/warning"
)

// The minor version of Kubernetes whose packages are linked: its deprecations count.
const major, minor = 1, 35

// strategy is what the API server does with the objects of a kind before it stores them.
type strategy interface {
	rest.RESTCreateStrategy
	rest.RESTUpdateStrategy
}

// decoded is an object as its strategy wants it, and as its API version has it; both hold the defaults.
type decoded struct {
	strategy  strategy
	resource  schema.GroupVersionKind
	internal  runtime.Object
	versioned runtime.Object
	warnings  []string
}

type judge struct {
	custom      definitions
	podSecurity *podSecurity
}

func newJudge(custom definitions) (*judge, error) {
	security, err := newPodSecurity()
	return &judge{custom, security}, err
}

// recorder keeps the warnings of strategies.
type recorder struct{ *verdict }

func (r recorder) AddWarning(_, text string) { r.Warnings = append(r.Warnings, text) }

func (j *judge) verdict(asked request) verdict {
	said := verdict{ID: asked.ID, Faults: []string{}, Warnings: []string{}}
	object, err := j.decode(asked.Object)
	said.add(err)
	if object == nil {
		return said
	}
	said.Warnings = append(said.Warnings, object.warnings...)
	if deprecation.IsDeprecated(object.versioned, major, minor) {
		said.Warnings = append(said.Warnings, deprecation.WarningMessage(object.versioned))
	}
	ctx := warning.WithWarningRecorder(contextOf(object), recorder{&said})
	if asked.Old == nil {
		said.add(create(ctx, object))
	} else {
		said.add(j.update(ctx, object, asked.Old))
	}
	j.podSecurity.judge(object.versioned, asked.NamespaceLabels, &said)
	return said
}

func (j *judge) decode(data []byte) (*decoded, error) {
	var of metav1.TypeMeta
	if err := json.Unmarshal(data, &of); err != nil {
		return nil, err
	}
	if of.APIVersion == "" || of.Kind == "" {
		return nil, errors.New("apiVersion and kind must be set")
	}
	kind := schema.FromAPIVersionAndKind(of.APIVersion, of.Kind)
	if chosen, ok := strategies[kind.GroupKind()]; ok {
		return decodeNative(data, kind, chosen)
	}
	if definition, ok := j.custom[kind.GroupKind()]; ok {
		return definition.decode(data, kind)
	}
	return nil, fmt.Errorf("no matches for kind %q in version %q", of.Kind, of.APIVersion)
}

func (j *judge) update(ctx context.Context, object *decoded, data []byte) error {
	old, err := j.decode(data)
	if err != nil {
		return fmt.Errorf("the object in the cluster: %w", err)
	}
	if err := create(contextOf(old), old); err != nil {
		return fmt.Errorf("the object in the cluster: %w", err)
	}
	for _, each := range []runtime.Object{old.internal, object.internal} {
		accessor, err := meta.Accessor(each)
		if err != nil {
			return err
		}
		accessor.SetResourceVersion("1")
	}
	return rest.BeforeUpdate(object.strategy, ctx, object.internal, old.internal)
}

func create(ctx context.Context, object *decoded) error {
	accessor, err := meta.Accessor(object.internal)
	if err != nil {
		return err
	}
	rest.FillObjectMetaSystemFields(accessor)
	if accessor.GetGenerateName() != "" && accessor.GetName() == "" {
		accessor.SetName(object.strategy.GenerateName(accessor.GetGenerateName()))
	}
	return rest.BeforeCreate(object.strategy, ctx, object.internal)
}

// contextOf is the context of a request that creates the object in its namespace.
func contextOf(object *decoded) context.Context {
	namespace := metav1.NamespaceNone
	if object.strategy.NamespaceScoped() {
		namespace = metav1.NamespaceDefault
		if accessor, err := meta.Accessor(object.internal); err == nil && accessor.GetNamespace() != "" {
			namespace = accessor.GetNamespace()
		}
	}
	plural, _ := meta.UnsafeGuessKindToResource(object.resource)
	return genericrequest.WithRequestInfo(
		genericrequest.WithNamespace(context.Background(), namespace),
		&genericrequest.RequestInfo{
			IsResourceRequest: true,
			APIGroup:          plural.Group,
			APIVersion:        plural.Version,
			Resource:          plural.Resource,
			Namespace:         namespace,
			Verb:              "create",
		},
	)
}

// add adds every single fault of an error, as a client of the API server sees it.
func (v *verdict) add(err error) {
	if err == nil {
		return
	}
	if strict, ok := runtime.AsStrictDecodingError(err); ok {
		for _, each := range strict.Errors() {
			v.Faults = append(v.Faults, each.Error())
		}
		return
	}
	var status apierrors.APIStatus
	if errors.As(err, &status) && status.Status().Details != nil && len(status.Status().Details.Causes) > 0 {
		for _, cause := range status.Status().Details.Causes {
			v.Faults = append(v.Faults, cause.Field+": "+cause.Message)
		}
		return
	}
	v.Faults = append(v.Faults, err.Error())
}
