package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	schemavalidation "k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured/unstructuredscheme"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/yaml"
	sigsyaml "sigs.k8s.io/yaml"
)

// definitions are CustomResourceDefinitions by the group and kind that they define.
type definitions map[schema.GroupKind]definition

// definition holds what the API server makes of each served version; compiling CEL takes long, so only on first use.
type definition map[string]func() (*servedVersion, error)

type servedVersion struct {
	strategy   strategy
	structural *structural.Structural
	warnings   []string
}

func readDefinitions(files []string) (definitions, error) {
	read := definitions{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if err := read.add(yaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(content)))); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	return read, nil
}

// add reads every document of a file.
func (d definitions) add(documents *yaml.YAMLReader) error {
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		var crd apiextensionsv1.CustomResourceDefinition
		if err := sigsyaml.Unmarshal(document, &crd); err != nil {
			return err
		}
		if crd.Kind == "" {
			continue // A document of comments.
		}
		defined, err := define(&crd)
		if err != nil {
			return err
		}
		d[schema.GroupKind{Group: crd.Spec.Group, Kind: crd.Spec.Names.Kind}] = defined
	}
}

// define checks a definition as the API server does when it is created.
func define(crd *apiextensionsv1.CustomResourceDefinition) (definition, error) {
	apiextensionsv1.SetDefaults_CustomResourceDefinition(crd)
	apiextensionsv1.SetDefaults_CustomResourceDefinitionSpec(&crd.Spec)
	// The API server notes the stored version itself.
	for _, version := range crd.Spec.Versions {
		if version.Storage {
			crd.Status.StoredVersions = []string{version.Name}
		}
	}
	var internal apiextensions.CustomResourceDefinition
	if err := apiextensionsv1.Convert_v1_CustomResourceDefinition_To_apiextensions_CustomResourceDefinition(crd, &internal, nil); err != nil {
		return nil, err
	}
	if faults := validation.ValidateCustomResourceDefinition(context.Background(), &internal); len(faults) > 0 {
		return nil, faults.ToAggregate()
	}
	defined := definition{}
	for _, version := range crd.Spec.Versions {
		if version.Served {
			defined[version.Name] = sync.OnceValues(func() (*servedVersion, error) { return serve(crd, version) })
		}
	}
	return defined, nil
}

func serve(crd *apiextensionsv1.CustomResourceDefinition, version apiextensionsv1.CustomResourceDefinitionVersion) (*servedVersion, error) {
	var internal apiextensions.CustomResourceValidation
	if err := apiextensionsv1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(version.Schema, &internal, nil); err != nil {
		return nil, err
	}
	shape, err := structural.NewStructural(internal.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	if err := defaulting.PruneDefaults(shape); err != nil {
		return nil, err
	}
	validator, _, err := schemavalidation.NewSchemaValidator(internal.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	kind := schema.GroupVersionKind{Group: crd.Spec.Group, Version: version.Name, Kind: crd.Spec.Names.Kind}
	scoped := crd.Spec.Scope == apiextensionsv1.NamespaceScoped
	typer := unstructuredscheme.NewUnstructuredObjectTyper()
	served := &servedVersion{structural: shape}
	// The status is never written here, and its subresource and the scale are the controllers' business.
	served.strategy = customresource.NewStrategy(typer, scoped, kind, validator, nil, shape, nil, nil, version.SelectableFields)
	if version.Deprecated {
		served.warnings = []string{fmt.Sprintf("%s %s is deprecated", kind.GroupVersion(), kind.Kind)}
		if version.DeprecationWarning != nil {
			served.warnings = []string{*version.DeprecationWarning}
		}
	}
	return served, nil
}

// decode reads a custom resource: fields that its schema does not have are faults, which the API server would drop.
func (d definition) decode(data []byte, kind schema.GroupVersionKind) (*decoded, error) {
	compile, ok := d[kind.Version]
	if !ok {
		return nil, fmt.Errorf("no matches for kind %q in version %q", kind.Kind, kind.GroupVersion())
	}
	served, err := compile()
	if err != nil {
		return nil, err
	}
	object := &unstructured.Unstructured{}
	if err := object.UnmarshalJSON(data); err != nil {
		return nil, err
	}
	_, _, unknown, err := objectmeta.GetObjectMetaWithOptions(object.Object, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		return nil, err
	}
	track := structural.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	unknown = append(unknown, pruning.PruneWithOptions(object.Object, served.structural, true, track)...)
	defaulting.PruneNonNullableNullsWithoutDefaults(object.Object, served.structural)
	fault, paths := objectmeta.CoerceWithOptions(nil, object.Object, served.structural, false, objectmeta.CoerceOptions{ReturnUnknownFieldPaths: true})
	if fault != nil {
		return nil, fault
	}
	defaulting.Default(object.Object, served.structural)
	result := &decoded{strategy: served.strategy, resource: kind, internal: object, versioned: object, warnings: served.warnings}
	return result, unknownFields(append(unknown, paths...))
}

func unknownFields(paths []string) error {
	if len(paths) == 0 {
		return nil
	}
	faults := make([]error, len(paths))
	for index, path := range paths {
		faults[index] = fmt.Errorf("unknown field %q", path)
	}
	return runtime.NewStrictDecodingError(faults)
}
