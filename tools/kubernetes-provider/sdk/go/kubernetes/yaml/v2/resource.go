// Package v2 registers the objects of a manifest.
package v2

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// RegisterResource refuses: an object of a manifest needs the types of the whole SDK.
func RegisterResource(_ *pulumi.Context, _, kind, name string, _ pulumi.Input, _ ...pulumi.ResourceOption) (pulumi.CustomResource, error) {
	return nil, fmt.Errorf("%s %s: this build of the provider has no components (ConfigFile, ConfigGroup, Chart, Directory)", kind, name)
}
